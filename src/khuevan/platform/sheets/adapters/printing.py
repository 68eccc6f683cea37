"""Writes .xlsx files as they are printed: pages with titles, headings in two rows, frames, words beneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .writing import SAFE, sheet_name

_LONGEST = 31
_FONT = {"font_name": "Times New Roman", "font_size": 11}


@dataclass(frozen=True, slots=True)
class PageHead:
    """A column: its heading, the one that it shares with its neighbours, its width in letters."""

    label: str
    group: str = ""
    width: float = 8
    left: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. ``above`` and ``below``: lines around the table; a ``float`` cell is shown with one decimal."""

    name: str
    above: Sequence[str]
    heads: Sequence[PageHead]
    rows: Sequence[Sequence[str | int | float | None]]
    below: Sequence[str] = ()
    landscape: bool = False


def paper_file(pages: Sequence[Page]) -> bytes:
    """The pages as sheets of one file, ready to print on A4; text stays text."""
    import xlsxwriter  # heavy: a process that writes no list starts without it

    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        looks = _looks(book)
        for page, name in zip(pages, _names(pages), strict=True):
            _write(book.add_worksheet(name), page, looks)
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    framed = {**_FONT, "border": 1, "valign": "vcenter"}
    return {
        "title": book.add_format({**_FONT, "bold": True}),
        "line": book.add_format(_FONT),
        "head": book.add_format({**framed, "bold": True, "align": "center", "text_wrap": True}),
        "left": book.add_format({**framed, "text_wrap": True}),
        "mid": book.add_format({**framed, "align": "center"}),
        "decimal": book.add_format({**framed, "align": "center", "num_format": "0.0"}),
    }


def _names(pages: Sequence[Page]) -> list[str]:
    """Names that Excel takes, each another one."""
    found: dict[str, str] = {}
    for page in pages:
        name, number = sheet_name(page.name), 2
        while name.casefold() in found:
            tail = f" ({number})"
            name, number = sheet_name(page.name)[: _LONGEST - len(tail)] + tail, number + 1
        found[name.casefold()] = name
    return list(found.values())


def _write(sheet: Any, page: Page, looks: dict[str, Any]) -> None:
    for number, line in enumerate(page.above):
        sheet.write_string(number, 0, line, looks["title" if number else "line"])
    top = len(page.above) + 1
    first = _heads(sheet, top, page.heads, looks["head"])
    for number, row in enumerate(page.rows, first):
        for column, (cell, head) in enumerate(zip(row, page.heads, strict=True)):
            _cell(sheet, (number, column), cell, looks, head.left)
    for number, line in enumerate(page.below, first + len(page.rows) + 1):
        sheet.write_string(number, 0, line, looks["line"])
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(top, first - 1)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if page.landscape:
        sheet.set_landscape()


def _heads(sheet: Any, top: int, heads: Sequence[PageHead], look: Any) -> int:
    """Writes the headings; the row after them."""
    grouped = any(head.group for head in heads)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
        if grouped and not head.group:
            sheet.merge_range(top, column, top + 1, column, "", look)
            sheet.write_string(top, column, head.label, look)
        else:
            sheet.write_string(top + grouped, column, head.label, look)
    at = 0
    while at < len(heads):
        end = at + 1
        while end < len(heads) and heads[at].group and heads[end].group == heads[at].group:
            end += 1
        if heads[at].group and end - at > 1:
            sheet.merge_range(top, at, top, end - 1, "", look)
        if heads[at].group:
            sheet.write_string(top, at, heads[at].group, look)
        at = end
    return top + 1 + grouped


def _cell(sheet: Any, at: tuple[int, int], cell: str | float | None, looks: dict[str, Any], left: bool) -> None:
    if isinstance(cell, str) and cell:
        sheet.write_string(*at, cell, looks["left" if left else "mid"])
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell, looks["decimal" if isinstance(cell, float) else "mid"])
    else:
        sheet.write_blank(*at, None, looks["mid"])
