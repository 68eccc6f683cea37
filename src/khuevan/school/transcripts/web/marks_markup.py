"""A child's year as HTML. Not a template: a dozen subjects of three times take ten times as long in one."""

from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .family_marks import Cell, Row, Table


class Drawn(NamedTuple):
    """The list of subjects, and what the homeroom teacher says."""

    subjects: SafeString
    summary: SafeString


def drawn(table: Table) -> Drawn:
    """Both parts of a year; every text is escaped."""
    subjects = "".join(map(_subject, table.rows))
    summary = "".join(map(_said, table.summary))
    return Drawn(mark_safe(subjects), mark_safe(summary))  # noqa: S308 - all of it is escaped


def _subject(row: Row) -> str:
    marks = "".join(
        f'<span class="subject__mark"><small>{escape(cell.label)}</small><b>{escape(cell.value or "–")}</b></span>'
        for cell in row.cells
    )
    teacher = f"<p>{escape(_('Giáo viên: %(who)s') % {'who': row.teacher})}</p>" if row.teacher else ""
    more = "".join(_more(cell) for cell in row.cells)
    return (
        '<li><details class="subject"><summary class="row-link"><span class="row-link__words">'
        f'<strong>{escape(row.name)}</strong></span><span class="subject__marks">{marks}</span></summary>'
        f'<div class="subject__more">{teacher}{more}</div></details></li>'
    )


def _more(cell: Cell) -> str:
    if not (cell.detail or cell.comment):
        return ""
    detail = f": {escape(cell.detail)}" if cell.detail else ""
    return f"<p><strong>{escape(cell.label)}</strong>{detail}{_comment(cell)}</p>"


def _said(cell: Cell) -> str:
    if not (cell.value or cell.detail or cell.comment):
        return ""
    value = f": {escape(cell.value)}" if cell.value else ""
    detail = f" · {escape(cell.detail)}" if cell.detail else ""
    return f"<p><strong>{escape(cell.label)}</strong>{value}{detail}{_comment(cell)}</p>"


def _comment(cell: Cell) -> str:
    return f"<br>{escape(cell.comment)}" if cell.comment else ""
