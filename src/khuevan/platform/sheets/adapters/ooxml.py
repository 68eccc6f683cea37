"""Reads .xlsx and .xlsm: the cells with calamine, and beside them what calamine does not say.

Cells whose formula failed, or was never computed, come out of calamine as empty ones. A pass over the sheet's XML finds
them, the hidden columns, and cells so far away that the table between would not fit into memory.
"""

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import python_calamine
from django.utils.translation import gettext as _

from ..rules.cells import BLANK, Fault, Sheet, Workbook, address, column_index, squared
from . import refusals
from .packages import Source, Unpacker
from .xml import local, tree

_COLUMNS = re.compile(rb"""\sr=["']([A-Z]{1,3})\d""")
_ROWS = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d+)["'][^>]*(?<!/)>(?!\s*</)""")
_FAULT = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})(\d+)["'][^>]*>(.{0,9000}?)</(?:\w+:)?c>""", re.S
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d+)["'][^>]*>\s*<(?:\w+:)?f\b"""
    rb"""(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_COL = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(min|max|hidden)=["'](\w+)["']""")
_ROW_END = b"row>"
_WHOLE_ROW = 16 * 2**20
_MOST_COLUMN, _MOST_ROW = 16_384, 1_048_576


@dataclass(slots=True)
class _Survey:
    """What the XML of one sheet says. Counted from 0."""

    last_row: int = 0
    last_column: int = 0
    hidden: set[int] = field(default_factory=set)
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)


def read_xlsx(content: bytes) -> Workbook:
    """All sheets with cells. Raises ``Unreadable``."""
    unpack = Unpacker(content)
    unpack.check()
    parts = sheet_parts(unpack)
    with _damage_refused():
        book = python_calamine.load_workbook(BytesIO(content))
    notes = []
    if any(name.lower().endswith("vbaproject.bin") for name in unpack.names):
        notes.append(_("Tệp có macro; chỉ đọc dữ liệu, macro bị bỏ qua."))
    worksheets = [one for one in book.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
    return Workbook("xlsx", [_sheet(book, one, parts.get(one.name, ""), content) for one in worksheets], notes)


@contextmanager
def _damage_refused() -> Iterator[None]:
    """What calamine stumbles over is a damaged file, also where it panics, which is no ``Exception``."""
    try:
        yield
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise refusals.broken() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise refusals.broken() from error


def sheet_parts(unpack: Source) -> dict[str, str]:
    """Sheet name → name of its part in the package."""
    root = _part_of(unpack, "", "officeDocument") or "xl/workbook.xml"
    if root not in unpack.names:
        raise refusals.broken()
    targets = relations(unpack, root)
    found = {}
    for element in tree(unpack.read(root)).iter():
        if local(element) == "sheet":
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            found[element.get("name", "")] = targets.get(link, ("", ""))[1]
    return found


def _part_of(unpack: Source, part: str, kind: str) -> str:
    return next((target for found, target in relations(unpack, part).values() if found.endswith(kind)), "")


def relations(unpack: Source, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id → type and name of the other part."""
    folder, rels = posixpath.dirname(part), rels_of(part)
    if rels not in unpack.names:
        return {}
    found = {}
    for link in tree(unpack.read(rels)):
        target = link.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[link.get("Id", "")] = (link.get("Type", ""), whole)
    return found


def rels_of(part: str) -> str:
    """The name of the part that keeps another part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _sheet(
    book: python_calamine.CalamineWorkbook, about: python_calamine.SheetMetadata, part: str, content: bytes
) -> Sheet:
    survey = _survey(content, part, about.name)
    with _damage_refused():
        found = book.get_sheet_by_name(about.name)
        rows = found.to_python()
    top, left = found.start or (0, 0)
    rows, top, left = _with_faults(rows, top, left, survey)
    merged = [(*first, *last) for first, last in found.merged_cell_ranges or []]
    visible = about.visible == python_calamine.SheetVisibleEnum.Visible
    return Sheet(about.name, squared(rows), top, left, not visible, frozenset(survey.hidden), merged)


def _with_faults(rows: list, top: int, left: int, survey: _Survey) -> tuple[list, int, int]:
    """The rows with the faults put where calamine left nothing."""
    if not survey.faults:
        return rows, top, left
    first_row, first_column = min(row for row, _c in survey.faults), min(column for _r, column in survey.faults)
    if not rows:
        top, left = first_row, first_column
    if first_column < left:
        rows, left = [[BLANK] * (left - first_column) + row for row in rows], first_column
    if first_row < top:
        rows, top = [[] for _n in range(top - first_row)] + rows, first_row
    rows += [[] for _n in range(max(row for row, _c in survey.faults) - top - len(rows) + 1)]
    for (row, column), fault in survey.faults.items():
        cells = rows[row - top]
        cells += [BLANK] * (column - left - len(cells) + 1)
        cells[column - left] = fault
    return rows, top, left


def _survey(content: bytes, part: str, name: str) -> _Survey:
    unpack, survey = Unpacker(content), _Survey()
    if part not in unpack.names:
        raise refusals.broken()
    for text in _by_rows(unpack, part):
        _look(text, survey)
    if _area(survey) > refusals.MOST_CELLS or survey.last_column >= refusals.MOST_COLUMNS:
        _measure_filled(content, part, survey)
        if _area(survey) > refusals.MOST_CELLS or survey.last_column >= refusals.MOST_COLUMNS:
            raise refusals.too_many_cells(name, address(survey.last_row, survey.last_column))
    return survey


def _look(text: bytes, survey: _Survey) -> None:
    columns = {column_index(letters.decode()) for letters in set(_COLUMNS.findall(text))}
    rows = _ROWS.findall(text)
    survey.last_column = min(max(survey.last_column, *columns, 0), _MOST_COLUMN)
    survey.last_row = min(max(survey.last_row, max(map(int, rows), default=1) - 1), _MOST_ROW)
    if b"hidden=" in text:
        survey.hidden |= _hidden(text)
    if b'"e"' in text or b"'e'" in text:
        for letters, row, inside in _FAULT.findall(text):
            value = _VALUE.search(inside)
            place = (int(row) - 1, column_index(letters.decode()))
            survey.faults[place] = Fault(value[1].decode("utf-8", "replace") if value else "#VALUE!")
    if b"<f" in text or b":f" in text:
        for letters, row in _UNCOMPUTED.findall(text):
            survey.faults[int(row) - 1, column_index(letters.decode())] = Fault()


def _hidden(text: bytes) -> set[int]:
    found: set[int] = set()
    for tag in _COL.findall(text):
        about = dict(_ATTRIBUTE.findall(tag))
        if about.get(b"hidden") in (b"1", b"true") and about.get(b"min", b"").isdigit():
            last = min(int(about.get(b"max", about[b"min"])), refusals.MOST_COLUMNS)
            found |= set(range(int(about[b"min"]) - 1, last))
    return found


def _area(survey: _Survey) -> int:
    return (survey.last_row + 1) * (survey.last_column + 1)


def _measure_filled(content: bytes, part: str, survey: _Survey) -> None:
    """Measure again, this time only cells with something in them: formatted empty ones do not count."""
    survey.last_row = survey.last_column = 0
    for text in _by_rows(Unpacker(content), part):
        for letters, row in _FILLED.findall(text):
            survey.last_column = max(survey.last_column, column_index(letters.decode()))
            survey.last_row = max(survey.last_row, int(row) - 1)


def _by_rows(unpack: Unpacker, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end where a row ends."""
    rest = b""
    for piece in unpack.pieces(part):
        rest += piece
        cut = rest.rfind(_ROW_END) + len(_ROW_END)
        if cut >= len(_ROW_END) or len(rest) > _WHOLE_ROW:
            cut = cut if cut >= len(_ROW_END) else len(rest)
            yield rest[:cut]
            rest = rest[cut:]
    yield rest
