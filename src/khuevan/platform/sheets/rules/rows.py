"""The rows of a list as values, with everything that is wrong within the file itself."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from .cells import address
from .layouts import Layout
from .matching import cells_of
from .problems import DOUBT, ERROR, NOTE, Problem, gettext_noop
from .tables import Table
from .values import MISSING, Value, read_column

_SECTION = re.compile(r"^(?:danh sách\s+)?(?:học sinh\s+)?(?:lớp|khối|nhóm|tổ)\s*:?\s*", re.I)
_TITLE_GROUP = re.compile(r"\blớp\s*:?\s*(\d{1,2}\s*[^\W\d_]*\s*\d*[.\d]*)", re.I)
_PLAIN = {ord(mark): None for mark in "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"} | {ord("đ"): "d"}


class Verdict(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and where: the field ("" for the whole row) and the column in the sheet, from 0."""

    problem: Problem
    field: str = ""
    column: int | None = None


@dataclass(slots=True)
class Rows:
    """A whole list, column by column. ``values[field][i]`` belongs to row ``numbers[i]`` of the sheet, from 0.

    After `judge` (rules/judging.py): ``verdicts`` and ``keys`` (of what exists) for every row, ``old`` with the values
    that would change (row → field → old value), ``stops`` for what makes the whole file doubtful.
    """

    layout: Layout
    sheet: str
    numbers: list[int]
    columns: Mapping[str, Sequence[int]]
    values: dict[str, list[Value]] = field(default_factory=dict)
    problems: dict[int, list[Found]] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    stops: list[Problem] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    keys: list[int | None] = field(default_factory=list)
    old: dict[int, dict[str, Value]] = field(default_factory=dict)
    nothing: list[Value] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.nothing = [None] * len(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, row: int, problem: Problem, about: str = "") -> None:
        """Note a problem of a row."""
        columns = self.columns.get(about, ())
        self.problems.setdefault(row, []).append(Found(problem, about, columns[0] if columns else None))

    def is_wrong(self, row: int) -> bool:
        """Whether a row has an error."""
        return any(one.problem.level == ERROR for one in self.problems.get(row, ()))

    def of(self, code: str) -> list[Value]:
        """The values of a field; nothing in every row where no column fills it."""
        return self.values.get(code, self.nothing)

    def row(self, index: int) -> dict[str, Value]:
        """The values of one row, without those that are blank."""
        return {code: column[index] for code, column in self.values.items() if column[index] is not None}

    def noted(self) -> int:
        """How many rows somebody should look at again, though nothing holds them back."""
        return sum(any(one.problem.level == NOTE for one in found) for found in self.problems.values())

    def counts(self) -> dict[Verdict, int]:
        """How many rows of each verdict."""
        return {verdict: self.verdicts.count(verdict) for verdict in Verdict}


def plain(name: str) -> str:
    """``fold`` for a text that is tidy already, many times as fast."""
    return unicodedata.normalize("NFD", name.lower()).translate(_PLAIN)


def read_rows(table: Table, layout: Layout, columns: Mapping[str, Sequence[int]], group: str = "") -> Rows:
    """The values of the chosen columns (field → columns of the table), and what is wrong with them.

    ``group`` fills the field of the titles where neither a column nor a title does.
    """
    places = {code: tuple(table.left + column for column in chosen) for code, chosen in columns.items()}
    rows = Rows(layout, table.sheet, table.numbers, places)
    for code, chosen in columns.items():
        about = layout.by[code]
        column = read_column(cells_of(table, chosen, about), about)
        rows.values[code] = column.values
        for index, problem in column.problems.items():
            rows.add(index, problem, code)
    _fill_sections(rows, table, layout)
    rows.groups = [_group_text(value) for value in rows.of(layout.section)]
    if group and layout.section and layout.section not in rows.values:
        rows.values[layout.section] = [group] * len(rows)
    _find_duplicates(rows)
    return rows


def _group_text(value: Value) -> str:
    return "" if value is None else str(value)


def title_groups(table: Table) -> list[str]:
    """Classes that the lines above the header name: "DANH SÁCH LỚP 7B" → 7B."""
    found = [match[1] for title in table.titles for match in [_TITLE_GROUP.search(title)] if match]
    return ["".join(one.split()).upper() for one in found]


def _fill_sections(rows: Rows, table: Table, layout: Layout) -> None:
    """Titles between rows fill their field where a row leaves it blank."""
    if not table.sections:
        return
    if not layout.section:
        rows.stops.append(
            Problem(
                gettext_noop("Trang tính có nhiều danh sách: %(titles)s."),
                gettext_noop("Tách mỗi danh sách thành một trang tính hoặc một tệp rồi gửi lại."),
                {"titles": ", ".join(title for _start, title in table.sections[:5])},
            )
        )
        return
    column = list(rows.of(layout.section))
    about = layout.by[layout.section]
    bounds = [*table.sections, (len(rows), "")]
    for (start, title), (end, _next) in pairwise(bounds):
        name = read_column([_SECTION.sub("", title)], about)
        for index in range(start, end):
            if column[index] is None:
                column[index] = name.values[0]
    rows.values[layout.section] = column
    for found in rows.problems.values():
        found[:] = [one for one in found if one.field != layout.section or one.problem.what != MISSING]


def refuse_twice(rows: Rows, code: str, said: Sequence[Value]) -> None:
    """Note rows that are about the same thing; ``said`` names it, row by row."""
    _mark_twice(rows, code, said, ERROR)


def _find_duplicates(rows: Rows) -> None:
    layout = rows.layout
    for code in (layout.by_code, layout.by_number):
        if code:
            _mark_twice(rows, code, rows.of(code), ERROR)
    if layout.by_name:
        births = rows.of(layout.by_birth)
        names = rows.of(layout.by_name)
        pairs = [
            None if name is None or birth is None else f"{name}, {_people_date(birth)}"
            for name, birth in zip(names, births, strict=True)
        ]
        told_apart = {
            index
            for index in range(len(rows))
            if any(rows.of(code)[index] is not None for code in (layout.by_code, layout.by_number) if code)
        }
        _mark_twice(rows, layout.by_name, pairs, DOUBT, told_apart)


def _people_date(value: Value) -> str:
    return "/".join(reversed(str(value).split("-")))


def _mark_twice(
    rows: Rows, code: str, column: Sequence[Value], level: str, told_apart: set[int] | frozenset[int] = frozenset()
) -> None:
    """Note every row whose value another row has too. Those in ``told_apart`` differ in a code: namesakes."""
    if len(set(column)) == len(column):
        return
    places: dict[Value, list[int]] = {}
    for index, value in enumerate(column):
        if value is not None:
            places.setdefault(value, []).append(index)
    for value, indices in places.items():
        if len(indices) < 2 or set(indices) <= told_apart:
            continue
        lines = ", ".join(str(rows.numbers[index] + 1) for index in indices[:6])
        about = {"label": rows.layout.by[code].label, "text": str(value), "lines": lines}
        for index in indices:
            rows.add(
                index,
                Problem(
                    gettext_noop("“%(text)s” có ở nhiều dòng: %(lines)s."),
                    gettext_noop("Giữ một dòng, xoá hoặc sửa “%(label)s” ở dòng kia."),
                    about,
                    level,
                ),
                code,
            )


def cell_address(rows: Rows, row: int, found: Found) -> str:
    """``C12`` for a cell, ``12`` for a whole row."""
    number = rows.numbers[row]
    return str(number + 1) if found.column is None else address(number, found.column)
