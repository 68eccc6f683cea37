"""``{% lines table %}``: head and body of a long table (`kernel.tables`) inside a ``<c-table>``."""

from html import escape  # Django's own asks of each text whether it is lazy; here are five hundred plain ones

from django.utils.safestring import SafeString, mark_safe

from khuevan.kernel.counts import grouped
from khuevan.kernel.tables import Cell, Column, Linked, Standing, Table
from khuevan.site.shells.drawing import icon_html
from khuevan.site.shells.states import look_of


def lines(table: Table) -> SafeString:
    """``thead`` and ``tbody``; on phones each cell says what it is. A row is one text that is filled in."""
    heads = "".join(map(_head, table.columns))
    cells = "".join(_place(column, at == table.name) for at, column in enumerate(table.columns))
    row = f"<tr>{cells}</tr>"
    body = "".join([row % tuple(map(_shown, line)) for line in table.lines])
    return mark_safe(f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>")  # noqa: S308 - all of it is escaped


def _head(column: Column) -> str:
    return f'<th scope="col"{_css(column)}>{escape(column.label)}</th>'


def _place(column: Column, is_name: bool) -> str:
    if is_name:
        return '<th scope="row">%s</th>'
    label = escape(column.label).replace("%", "%%")
    return f'<td{_css(column)} data-label="{label}">%s</td>'


def _css(column: Column) -> str:
    return ' class="num"' if column.number else ""


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    if isinstance(cell, int):
        return grouped(cell)
    if isinstance(cell, Linked):
        return f'<a href="{escape(cell.url)}">{escape(cell.text)}</a>'
    return _badge(cell) if cell else ""


def _badge(state: Standing) -> str:
    """As ``<c-state>`` draws it."""
    look = look_of(state.code)
    drawn, words = icon_html(look.icon, size="sm"), escape(state.words)
    return f'<span class="badge badge--{look.tone}" data-state="{escape(state.code)}">{drawn}{words}</span>'
