"""A pupil's year in a table that fits a phone."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.marks import format_tenths
from khuevan.school.gradebook.api import PupilYear, tt27_2020

from ..rules.words import LEVELS

TERMS = {1: gettext_noop("Học kì I"), 2: gettext_noop("Học kì II"), 3: gettext_noop("Cả năm")}
SUBJECT_LEVELS = {
    "T": gettext_noop("Hoàn thành tốt"),
    "H": gettext_noop("Hoàn thành"),
    "C": gettext_noop("Chưa hoàn thành"),
}


@dataclass(frozen=True)
class Cell:
    """What a subject says of one time: a mark or a level, and how it came about."""

    label: str
    value: str
    detail: str = ""
    comment: str = ""


@dataclass
class Row:
    """A subject with its times, and who teaches it."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    teacher: str = ""


@dataclass
class Table:
    """A year: subjects, what the homeroom teacher and the rules say, and how times are called."""

    rows: list[Row]
    summary: list[Cell]
    labels: list[str]


def marks_table(found: PupilYear) -> Table:
    """The table of a year."""
    if found.rules.is_primary:
        return _primary(found)
    rows = [Row(one.book.subject.name, _cells(one.book, one.rows), one.teacher) for one in found.subjects]
    return Table(rows, _summary(found), [_(name) for name in TERMS.values()])


def _cells(book: Any, rows: dict[int, Any]) -> list[Cell]:
    shown = format_tenths if book.subject.form == "score" else _passed
    return [_cell(_(name), rows.get(term), shown) for term, name in TERMS.items()]


def _cell(name: str, row: Any, shown: Any) -> Cell:
    return Cell(name, shown(row.average), _parts(row, shown), row.comment) if row else Cell(name, "")


def _parts(row: Any, shown: Any) -> str:
    """Regular, midterm and final marks behind an average: ``TX 8,0 · 9,0; GK 8,0; CK 8,5``."""
    if row.term == 3:
        return "" if row.retest is None else _("Kiểm tra lại %(mark)s") % {"mark": shown(row.retest)}
    regular = " · ".join(shown(mark) for mark in row.regular if mark is not None)
    parts = [("TX", regular), ("GK", shown(row.midterm)), ("CK", shown(row.final))]
    return "; ".join(f"{name} {value}" for name, value in parts if value)


def _summary(found: PupilYear) -> list[Cell]:
    cells = []
    for term, name in TERMS.items():
        result, conduct = found.results.get(term), found.conduct.get(term)
        said = [
            (_("Học tập"), _(LEVELS.get(result.academic, "")) if result else ""),
            (_("Rèn luyện"), _(LEVELS.get(result.conduct, "")) if result else ""),
        ]
        known = conduct is not None and conduct.absences is not None
        away = _("Vắng %(n)s buổi") % {"n": conduct.absences} if known else ""
        value = " · ".join(f"{what} {level}" for what, level in said if level)
        cells.append(Cell(_(name), value, away, conduct.comment if conduct else ""))
    return cells


def _primary(found: PupilYear) -> Table:
    names = {int(period): _(name) for period, name in tt27_2020.PERIODS.items()}
    rows = [
        Row(one.book.subject.name, [_level(name, one.rows.get(period)) for period, name in names.items()], one.teacher)
        for one in found.subjects
    ]
    year = found.results.get(3)
    said = {period: traits.comment for period, traits in found.traits.items()}
    result = {4: _(LEVELS.get(year.academic, "")) if year else ""}
    summary = [Cell(name, result.get(n, ""), comment=said.get(n, "")) for n, name in names.items()]
    return Table(rows, summary, list(names.values()))


def _level(name: str, row: Any) -> Cell:
    if row is None:
        return Cell(name, "")
    test = "" if row.test is None else _("Bài kiểm tra %(mark)s") % {"mark": row.test // 10}
    return Cell(name, _(SUBJECT_LEVELS.get(row.level, "")), test, row.comment)


def _passed(result: int | None) -> str:
    return "" if result is None else (_("Đạt") if result else _("Chưa đạt"))
