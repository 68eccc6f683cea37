"""A pupil's year in a table that fits a phone."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from khuevan.kernel.marks import format_tenths
from khuevan.school.gradebook.api import OwnSubject, OwnYear, tt27_2020

from ..rules.words import LEVELS

TERMS = {1: gettext_noop("Học kì I"), 2: gettext_noop("Học kì II"), 3: gettext_noop("Cả năm")}
SUBJECT_LEVELS = {
    "T": gettext_noop("Hoàn thành tốt"),
    "H": gettext_noop("Hoàn thành"),
    "C": gettext_noop("Chưa hoàn thành"),
}
YEAR, LAST_PERIOD = 3, 4


class Cell(NamedTuple):
    """What a subject says of one time: a mark or a level, and how it came about."""

    label: str
    value: str
    detail: str = ""
    comment: str = ""


class Row(NamedTuple):
    """A subject with its times, and who teaches it."""

    name: str
    cells: list[Cell]
    teacher: str = ""


class Table(NamedTuple):
    """A year: subjects, and what the homeroom teacher and the rules say."""

    rows: list[Row]
    summary: list[Cell]


class _Words(NamedTuple):
    """What is said in every table of a language."""

    terms: dict[int, str]
    periods: dict[int, str]
    levels: dict[str, str]
    subject_levels: dict[str, str]
    passed: dict[int | None, str]
    study: str
    conduct: str
    away: str
    retest: str
    test: str


@cache
def _words(_language: str | None) -> _Words:
    return _Words(
        terms={term: _(name) for term, name in TERMS.items()},
        periods={int(period): _(name) for period, name in tt27_2020.PERIODS.items()},
        levels={code: _(name) for code, name in LEVELS.items()},
        subject_levels={code: _(name) for code, name in SUBJECT_LEVELS.items()},
        passed={None: "", 0: _("Chưa đạt"), 1: _("Đạt")},
        study=_("Học tập"),
        conduct=_("Rèn luyện"),
        away=_("Vắng %(n)s buổi"),
        retest=_("Kiểm tra lại %(mark)s"),
        test=_("Bài kiểm tra %(mark)s"),
    )


def marks_table(found: OwnYear) -> Table:
    """The table of a year."""
    words = _words(get_language())
    return _primary(found, words) if found.rules.is_primary else _secondary(found, words)


def _secondary(found: OwnYear, words: _Words) -> Table:
    rows = [Row(one.name, _marks(one, words), one.teacher) for one in found.subjects]
    return Table(rows, [_said(found, term, name, words) for term, name in words.terms.items()])


def _marks(one: OwnSubject, words: _Words) -> list[Cell]:
    """Regular, midterm and final marks stand behind an average: ``TX 8,0 · 9,0; GK 8,0; CK 8,5``."""
    shown: Callable[[int | None], str] = format_tenths if one.scored else words.passed.__getitem__
    cells = []
    for term, name in words.terms.items():
        row = one.marks.get(term)
        if row is None:
            cells.append(Cell(name, ""))
            continue
        if term == YEAR:
            detail = "" if row.retest is None else words.retest % {"mark": shown(row.retest)}
        else:
            regular = " · ".join([shown(mark) for mark in row.regular if mark is not None])
            parts = (("TX", regular), ("GK", shown(row.midterm)), ("CK", shown(row.final)))
            detail = "; ".join([f"{part} {value}" for part, value in parts if value])
        cells.append(Cell(name, shown(row.average), detail, row.comment))
    return cells


def _said(found: OwnYear, term: int, name: str, words: _Words) -> Cell:
    said = found.said.get(term)
    if said is None:
        return Cell(name, "")
    levels = ((words.study, said.academic or ""), (words.conduct, said.conduct))
    value = " · ".join([f"{what} {words.levels[code]}" for what, code in levels if code in words.levels])
    away = "" if said.absences is None else words.away % {"n": said.absences}
    return Cell(name, value, away, said.comment)


def _primary(found: OwnYear, words: _Words) -> Table:
    rows = [Row(one.name, _levels(one, words), one.teacher) for one in found.subjects]
    year = found.said.get(YEAR)
    result = words.levels.get(year.academic or "", "") if year else ""
    summary = []
    for period, name in words.periods.items():
        said = found.said.get(period)
        summary.append(Cell(name, result if period == LAST_PERIOD else "", comment=said.comment if said else ""))
    return Table(rows, summary)


def _levels(one: OwnSubject, words: _Words) -> list[Cell]:
    cells = []
    for period, name in words.periods.items():
        row = one.levels.get(period)
        if row is None:
            cells.append(Cell(name, ""))
            continue
        test = "" if row.test is None else words.test % {"mark": row.test // 10}
        cells.append(Cell(name, words.subject_levels.get(row.level, ""), test, row.comment))
    return cells
