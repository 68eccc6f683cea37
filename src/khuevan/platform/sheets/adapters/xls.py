"""Reads .xls (Excel 97 to 2003) with xlrd, which tells error cells, hidden columns and merged areas."""

import struct
from datetime import time

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError
from xlrd.xldate import XLDateError, xldate_as_datetime

from ..rules.cells import BLANK, Cell, Fault, Sheet, Workbook, squared
from . import refusals

_DAMAGE = (
    XLRDError,
    CompDocError,
    ValueError,
    IndexError,
    KeyError,
    AssertionError,
    struct.error,
    TypeError,
    OverflowError,
)


def read_xls(content: bytes) -> Workbook:
    """All sheets with cells. Raises ``Unreadable``."""
    try:
        with xlrd.open_workbook(file_contents=content, on_demand=True, formatting_info=True, ragged_rows=True) as book:
            return Workbook("xls", [_sheet(book, index) for index in range(book.nsheets)])
    except _DAMAGE as error:
        raise (refusals.locked() if "encrypted" in str(error).lower() else refusals.broken()) from error


def _sheet(book: xlrd.Book, index: int) -> Sheet:
    found = book.sheet_by_index(index)
    if found.nrows * max(found.ncols, 1) > refusals.MOST_CELLS * 2:
        raise refusals.too_many_cells(found.name, "IV65536")
    rows = [
        [_cell(cell.ctype, cell.value, book.datemode) for cell in found.row(number)] for number in range(found.nrows)
    ]
    hidden = {column for column, about in found.colinfo_map.items() if about.hidden}
    merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in found.merged_cells]
    shown = found.visibility == 0
    return Sheet(found.name, squared(rows), 0, 0, not shown, frozenset(hidden), merged)


def _cell(kind: int, value: object, datemode: int) -> Cell:
    if kind == xlrd.XL_CELL_ERROR:
        return Fault(xlrd.error_text_from_code.get(value, "#VALUE!"))  # type: ignore[call-overload]
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment = xldate_as_datetime(value, datemode)
        except (XLDateError, OverflowError):
            return float(value)  # type: ignore[arg-type]
        return moment.date() if moment.time() == time() else moment
    return BLANK if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else value  # type: ignore[return-value]
