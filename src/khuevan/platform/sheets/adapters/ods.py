"""Reads .ods (OpenDocument 1.x, part 3 §9): repeated cells are written once and are spread here, within limits."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from lxml import etree

from ..rules.cells import BLANK, Area, Cell, Fault, Sheet, Workbook, column_letters, squared
from . import refusals
from .packages import Unpacker
from .xml import local

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_FAULTS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "Err:")


def read_ods(content: bytes) -> Workbook:
    """All sheets with cells. Raises ``Unreadable``."""
    unpack = Unpacker(content)
    if "content.xml" not in unpack.names:
        raise refusals.broken()
    body = unpack.read("content.xml")
    if b"<!DOCTYPE" in body[:2000]:
        raise refusals.broken()
    events = etree.iterparse(BytesIO(body), events=("end",), tag=f"{_TABLE}table", resolve_entities=False)
    sheets = []
    try:
        for _event, table in events:
            sheets.append(_sheet(table))
            table.clear()
    except etree.XMLSyntaxError as error:
        raise refusals.broken() from error
    return Workbook("ods", sheets)


def _sheet(table: etree._Element) -> Sheet:
    sheet = Sheet(table.get(f"{_TABLE}name", ""), hidden_columns=frozenset(_hidden(table)))
    merged: list[Area] = []
    cells = 0
    blank_rows = 0
    for element in table.iter(f"{_TABLE}table-row"):
        repeated = _number(element, "number-rows-repeated")
        row = _row(element, len(sheet.rows) + blank_rows, merged, sheet.name)
        if not any(cell != BLANK for cell in row):
            blank_rows += repeated
            continue
        cells += len(row) * repeated + blank_rows
        if cells > refusals.MOST_CELLS:
            last = f"{column_letters(len(row) - 1)}{len(sheet.rows) + blank_rows + repeated}"
            raise refusals.too_many_cells(sheet.name, last)
        sheet.rows += [[] for _n in range(blank_rows)] + [list(row) for _n in range(repeated)]
        blank_rows = 0
    sheet.rows, sheet.merged = squared(sheet.rows), merged
    return sheet


def _row(element: etree._Element, number: int, merged: list[Area], sheet: str) -> list[Cell]:
    row: list[Cell] = []
    blanks = 0
    for one in element:
        if one.tag not in _CELLS:
            continue
        repeated, value = _number(one, "number-columns-repeated"), _value(one)
        if value == BLANK:
            blanks += repeated
            continue
        if len(row) + blanks + repeated > refusals.MOST_COLUMNS:
            raise refusals.too_many_cells(sheet, f"{column_letters(len(row) + blanks + repeated - 1)}{number + 1}")
        row += [BLANK] * blanks
        wide, high = _number(one, "number-columns-spanned"), _number(one, "number-rows-spanned")
        if wide * high > 1:
            merged.append((number, len(row), number + high - 1, len(row) + wide - 1))
        row += [value] * repeated
        blanks = 0
    return row


def _value(cell: etree._Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if cell.get(f"{_CALC}value-type") == "error":
        return Fault(_said(cell) or "#VALUE!")
    if kind in ("float", "currency", "percentage"):
        return float(cell.get(f"{_OFFICE}value", "nan"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", "")) or _said(cell)
    text = _said(cell)
    if cell.get(f"{_TABLE}formula") and text.startswith(_FAULTS):
        return Fault(text)
    return text


def _date(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _said(cell: etree._Element) -> str:
    """The paragraphs of a cell, without its annotation."""
    return "\n".join("".join(_pieces(child)) for child in cell if child.tag == f"{_TEXT}p")


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    yield paragraph.text or ""
    for child in paragraph:
        name = local(child)
        if name == "s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 100)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name != "annotation":
            yield from _pieces(child)
        yield child.tail or ""


def _hidden(table: etree._Element) -> Iterator[int]:
    place = 0
    for column in table.iter(f"{_TABLE}table-column"):
        repeated = _number(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            yield from range(place, min(place + repeated, refusals.MOST_COLUMNS))
        place += repeated


def _number(element: etree._Element, name: str) -> int:
    text = element.get(_TABLE + name, "1")
    return min(max(int(text), 1), 2**21) if text.isdigit() else 1
