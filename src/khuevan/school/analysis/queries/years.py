"""A pupil's way over all years and schools; years of other schools from what came with the pupil."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import Invalid
from khuevan.kernel.marks import format_tenths, parse_mark
from khuevan.registry.accounts.api import Actor
from khuevan.school.gradebook.api import SubjectYear, YearSeen, show_results, timeline
from khuevan.school.register.api import dossiers_of

YEAR = 3


@dataclass(frozen=True)
class YearHead:
    """A column: year, class, school; ``came``: as the dossier says that came from there."""

    year: int
    label: str
    class_name: str
    school: str
    came: bool
    results: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SubjectWay:
    """A subject over the years: a text a year, and tenths where there are marks; ``change`` of the last two."""

    name: str
    cells: list[str]
    tenths: list[int | None]

    @property
    def change(self) -> int | None:
        known = [one for one in self.tenths if one is not None]
        return known[-1] - known[-2] if len(known) > 1 else None


@dataclass(frozen=True)
class Way:
    """All years of a pupil, the earliest first, and the subjects."""

    heads: list[YearHead]
    subjects: list[SubjectWay]


_Cell = tuple[str, int | None]


def way_of(actor: Actor, student_id: int) -> Way:
    """What the actor may see of a pupil's years; six queries or fewer, however many years."""
    columns = [(_head(one), _cells(one)) for one in timeline(actor, student_id)]
    seen = {(head.year, head.class_name) for head, _cells in columns}
    told = [
        _told(year, one.from_name) for one in dossiers_of(actor, student_id) for year in one.content.get("years", ())
    ]
    for head, cells in told:
        if (head.year, head.class_name) not in seen:
            seen.add((head.year, head.class_name))
            columns.append((head, cells))
    columns.sort(key=lambda column: column[0].year)
    return Way([head for head, _cells in columns], _lines([cells for _head, cells in columns]))


def _lines(columns: Sequence[dict[str, _Cell]]) -> list[SubjectWay]:
    names = dict.fromkeys(name for cells in reversed(columns) for name in cells)
    empty: _Cell = ("", None)
    return [
        SubjectWay(name, [c.get(name, empty)[0] for c in columns], [c.get(name, empty)[1] for c in columns])
        for name in names
    ]


def _last_part(one: YearSeen) -> int:
    """The part of a year that is told: the year where anything has one, the last term or period with results before."""
    if one.place.is_primary:
        return max((p for s in one.subjects for p, level in s.levels.items() if level), default=4)
    return max((t for s in one.subjects for t, mark in s.averages.items() if mark is not None), default=YEAR)


def _cells(one: YearSeen) -> dict[str, _Cell]:
    part = _last_part(one)
    return {subject.name: _cell(subject, part) for subject in one.subjects}


def _head(one: YearSeen) -> YearHead:
    place = one.place
    said = show_results(one.results[YEAR], YEAR) if YEAR in one.results else {}
    return YearHead(place.year, year_label(place.year), place.class_name, place.school, False, said)


def _cell(one: SubjectYear, part: int) -> _Cell:
    if one.levels:
        test = one.tests.get(part)
        return " · ".join(filter(None, [one.levels.get(part, ""), str(test // 10) if test is not None else ""])), None
    value = one.averages.get(part)
    if part == YEAR and one.retest is not None:
        value = one.retest
    if not one.by_score:
        return {None: "", 0: "CĐ", 1: "Đ"}.get(value, ""), None
    return format_tenths(value), value


def _told(year: dict[str, Any], school: str) -> tuple[YearHead, dict[str, _Cell]]:
    """A year as a dossier tells it: the last part in which a subject has a result."""
    final = next((one for one in year.get("results", ()) if one.get("term") == YEAR), {})
    said = show_results(final, YEAR) if final else {}
    head = YearHead(year["year"], year_label(year["year"]), year["class"], school, True, said)
    return head, {subject["name"]: _told_cell(subject["cells"]) for subject in year.get("subjects", ())}


def _told_cell(cells: Sequence[dict[str, str]]) -> _Cell:
    for cell in reversed(cells):
        text = cell.get("retest") or cell.get("average") or cell.get("level")
        if text:
            return text, _tenths(text)
    return "", None


def _tenths(text: str) -> int | None:
    try:
        return parse_mark(text)
    except Invalid:
        return None
