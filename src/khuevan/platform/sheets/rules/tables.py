"""Finds the table in a sheet: where its header is, which rows are people's and which are titles, totals, signatures.

Nothing is left out in silence: every row that is not taken is in ``skipped`` with the reason.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from khuevan.kernel.text import fold

from .cells import BLANK, Area, Cell, Sheet, is_blank, text_of
from .headers import Header, find_header
from .labels import last_level, plain_name

TITLE, TECHNICAL, REPEATED, NUMBERING, TOTAL, FOOTER, ORDINAL, SECTION = (
    "title", "technical", "repeated", "numbering", "total", "footer", "ordinal", "section",
)  # fmt: skip

_TOTAL = re.compile(r"(tổng cộng|tổng số|tổng|cộng|tong cong|tong so|trung bình chung)(?=$|[\s:.,(])", re.I)
_FOOTER = re.compile(
    r"\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b|^(nguoi lap|hieu truong|giao vien chu nhiem|xac nhan|ghi chu|luu y"
    r"|thu truong|ky ten|danh sach (nay )?(co|gom)|tm\.|kt\.)|ghi ro ho ten|^\(?\s*ky\b"
)
_SECTION = re.compile(r"^(lop|khoi|to|nhom|danh sach|truong|phong|diem truong)\b")
_NUMBER = re.compile(r"[(\[]?\s*\d{1,3}\s*[)\]]?")
_VARIABLE = re.compile(r"[a-z]+[A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_ORDINALS = {"stt", "tt", "so tt", "so thu tu", "no"}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not part of the list: its place (from 0), why, and what it says."""

    row: int
    why: str
    text: str


@dataclass(slots=True)
class Table:
    """One list. ``rows[i]`` stands in row ``numbers[i]`` of the sheet, its first cell in column ``left``.

    ``headers``: one label for each column, the levels of a header of several rows joined by `` > ``. ``sections``:
    titles between the rows, each with the index of the first row under it. ``hidden``: columns that the sheet hides.
    ``joined``: columns that a merged header covers together with the column before. ``others``: sheets of the file with
    lists of their own, and how many rows.
    """

    sheet: str
    headers: list[str]
    header_rows: tuple[int, ...]
    rows: list[list[Cell]]
    numbers: list[int]
    left: int = 0
    titles: list[str] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    joined: frozenset[int] = frozenset()
    skipped: list[Skipped] = field(default_factory=list)
    font: str = ""
    others: list[tuple[str, int]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.headers)

    def column(self, index: int) -> list[Cell]:
        """The cells of one column."""
        return [row[index] for row in self.rows]

    def section_of(self, index: int) -> str:
        """The title above a row; "" where there is none."""
        above = [title for start, title in self.sections if start <= index]
        return above[-1] if above else ""


def find_table(sheet: Sheet, known: Collection[str] = ()) -> Table | None:
    """The list in a sheet, or nothing. ``known``: plain names of columns that would be welcome."""
    header = find_header(sheet, known)
    if header is None:
        return None
    table = Table(
        sheet.name,
        header.labels,
        tuple(sheet.top + row for row in header.rows),
        [],
        [],
        sheet.left,
        _titles(sheet.rows[: header.first]),
        hidden=frozenset(column - sheet.left for column in sheet.hidden_columns if column >= sheet.left),
        joined=header.joined,
    )
    table.skipped += [
        Skipped(sheet.top + index, TITLE, _said(sheet.rows[index]))
        for index in range(header.first)
        if _said(sheet.rows[index])
    ]
    _take_rows(sheet, header, table)
    return table


def choose_table(sheets: list[Sheet], known: Collection[str] = (), name: str = "") -> Table | None:
    """The best list of a workbook: visible, with the most welcome columns, then with the most rows.

    ``name``: the sheet that somebody has chosen.
    """
    found = {sheet.name: table for sheet in sheets if (table := find_table(sheet, known))}
    hidden = {sheet.name for sheet in sheets if sheet.hidden}
    hits = {sheet: sum(1 for label in table.headers if welcome(label, known)) for sheet, table in found.items()}
    if name:
        best = found.get(name)
    else:
        best = max(
            found.values(),
            key=lambda one: (
                hits[one.sheet] if one.rows else min(hits[one.sheet], 1), one.sheet not in hidden, len(one.rows),
            ),
            default=None,
        )  # fmt: skip
    if best is not None:
        lists = [one for one in found.values() if one.rows and hits[one.sheet] > 1 and one.sheet not in hidden]
        best.others = [(one.sheet, len(one.rows)) for one in lists if one is not best]
    return best


def welcome(label: str, known: Collection[str]) -> bool:
    """Whether a label, or its last level, is among the known names."""
    return plain_name(label) in known or plain_name(last_level(label)) in known


def _titles(rows: list[list[Cell]]) -> list[str]:
    return [said for said in (_said(row) for row in rows) if said]


def _said(row: list[Cell]) -> str:
    return " · ".join(text_of(cell) for cell in row if not is_blank(cell))


def _take_rows(sheet: Sheet, header: Header, table: Table) -> None:
    width = len(header.labels)
    merged = {area[0]: area for area in sheet.merged if area[3] - area[1] >= 2}
    ordinals = {index for index, label in enumerate(header.labels) if fold(label) in _ORDINALS}
    start, ended, leads = header.last + 1, False, header.leads
    for index in range(start, len(sheet.rows)):
        row = sheet.rows[index]
        filled = width - row.count(BLANK)
        lead = row[header.anchor]
        ours = filled > 3 and not ended and index > start and lead != BLANK and lead not in leads
        if ours and not (isinstance(row[0], str) and _is_total(row)):
            table.rows.append(row)
            table.numbers.append(sheet.top + index)
            continue
        if all(map(is_blank, row)):
            continue
        why = _why_not(row, sheet.top + index, header, merged, ordinals, index == start, ended)
        ended = ended or why == FOOTER
        if why == SECTION:
            table.sections.append((len(table.rows), _said(row)))
        if why:
            table.skipped.append(Skipped(sheet.top + index, why, _said(row)[:200]))
        else:
            ended = False
            table.rows.append(row)
            table.numbers.append(sheet.top + index)


def _why_not(
    row: list[Cell], number: int, header: Header, merged: dict[int, Area], ordinals: set[int], first: bool, ended: bool
) -> str:
    """Why a row is not part of the list; "" if it is."""
    filled = [index for index, cell in enumerate(row) if not is_blank(cell)]
    lead = text_of(row[filled[0]])
    plain = fold(lead)
    if header.is_repeated(row):
        return REPEATED
    if _is_total(row):
        return TOTAL
    if first and len(filled) > 1:
        texts = [text_of(row[index]) for index in filled]
        if _is_numbering(texts):
            return NUMBERING
        if _is_technical(texts):
            return TECHNICAL
    sparse = len(filled) <= max(1, len(row) // 3)
    if sparse and any(_FOOTER.search(fold(text_of(row[index]))) for index in filled):
        return FOOTER
    if len(filled) == 1 and len(row) > 2 and (number in merged or _SECTION.match(plain)):
        return SECTION
    if set(filled) <= ordinals:
        return ORDINAL
    return FOOTER if ended and sparse else ""


def _is_numbering(texts: list[str]) -> bool:
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    found = [int(re.sub(r"\D", "", text)) for text in texts]
    return all(after - before == 1 for before, after in pairwise(found)) and found[0] in (0, 1)


def _is_technical(texts: list[str]) -> bool:
    """Names of variables, by which another program reads its form: ``fullName``, ``province_code``."""
    names = all(_VARIABLE.fullmatch(text) for text in texts)
    return names and any("_" in text or not text.islower() for text in texts)


def _is_total(row: list[Cell]) -> bool:
    """Whether the first thing that a row says is "Tổng cộng" or the like."""
    lead = next((cell for cell in row if not is_blank(cell)), BLANK)
    return isinstance(lead, str) and bool(_TOTAL.match(lead.strip()))
