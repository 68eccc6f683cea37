"""Writes .xlsx files of our own: plain lists, and other formats' lists with comments."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from ..rules.cells import Cell, Sheet, is_blank, text_of
from .comments import Notes

_WIDEST = 60
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def list_file(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell | None]]) -> bytes:
    """A list as it is on the screen: bold header that stays in view, a filter, dates as dd/mm/yyyy.

    Text stays text, also what looks like a formula or a number.
    """
    import xlsxwriter  # heavy: a process that writes no list starts without it

    out = BytesIO()
    with xlsxwriter.Workbook(out, {**SAFE, "constant_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name(title))
        bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        widths = [len(header) for header in headers]
        first: list[Sequence[Cell | None]] = []
        rest = iter(rows)
        for row in rest:
            first.append(row)
            if len(first) == 200:
                break
        for row in first:
            widths = [max(width, len(text_of(cell))) for width, cell in zip(widths, row, strict=True)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, _WIDEST))
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, bold)
        count = 0
        for source in (first, rest):
            for row in source:
                count += 1
                _write_row(sheet, count, 0, row, day)
        if count:
            sheet.autofilter(0, 0, count, len(headers) - 1)
    return out.getvalue()


def copy_with_comments(sheet: Sheet, notes: Notes) -> bytes:
    """The cells of a file that is no .xlsx, at their places in a new one, with comments."""
    import xlsxwriter  # heavy: a process that writes no list starts without it

    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        copy = book.add_worksheet(sheet_name(sheet.name))
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for index, row in enumerate(sheet.rows):
            _write_row(copy, sheet.top + index, sheet.left, row, day)
        for (number, column), text in notes.items():
            copy.write_comment(number, column, text, {"author": "Khuê Văn", "x_scale": 2})
    return out.getvalue()


def _write_row(sheet: Any, number: int, left: int, row: Sequence[Cell | None], day: Any) -> None:
    for column, cell in enumerate(row, left):
        if is_blank(cell):
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(number, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(number, column, cell)
        elif isinstance(cell, date | datetime):
            sheet.write_datetime(number, column, cell, day)
        else:
            sheet.write_string(number, column, str(cell))


def sheet_name(title: str) -> str:
    """At most 31 letters, without those that Excel forbids."""
    kept = "".join(char for char in title if char not in "[]:*?/\\").strip("'")
    return kept[:31] or "Danh sách"
