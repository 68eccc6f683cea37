"""A class of grades 6 to 12 in a term or the year: spread, gaps, biggest changes, pupils at risk."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from khuevan.school.enrolment.api import ClassSubject, Pupil, SchoolClass, place_of
from khuevan.school.gradebook.api import EDGES, ClassMarks, averages_if, class_marks, results_if, tt22_2021

from ..rules.changes import Change, biggest
from ..rules.risk import Risk, at_risk
from ..rules.spread import Spread, shares, spread
from ..rules.supposing import so_far

YEAR, MISSING = 3, -1
MOST_CHANGES = 10


@dataclass(frozen=True)
class SubjectLine:
    """A scored subject with its spread, and where the parts of its bar lie (start, width of 100)."""

    book: ClassSubject
    spread: Spread
    bar: list[tuple[int, int]]


@dataclass(frozen=True)
class PassLine:
    """A subject assessed by comments: how many passed, failed, have no result yet."""

    book: ClassSubject
    passed: int
    failed: int
    missing: int


@dataclass(frozen=True)
class Moved:
    """A change with its pupil and subject."""

    pupil: Pupil
    book: ClassSubject
    change: Change


@dataclass(frozen=True)
class Endangered:
    """A pupil at risk: the level now, the level that is near, the subjects that lead there; ``guessed``: marks that are
    missing were taken to be the mean of those that are there.
    """

    pupil: Pupil
    level: str
    lower: str
    books: list[ClassSubject]
    guessed: bool


@dataclass
class ClassView:
    """Everything that the page of a class shows. ``levels``: code, name, pupils; ``lacking``: subjects in which
    nobody has a result yet; ``gaps``: pupils with the other subjects that they lack.
    """

    one: ClassMarks
    part: int
    levels: list[tuple[str, str, int]]
    subjects: list[SubjectLine]
    passes: list[PassLine]
    lacking: list[ClassSubject]
    gaps: list[tuple[Pupil, list[ClassSubject]]]
    changes: list[Moved]
    risks: list[Endangered]

    @property
    def pupils(self) -> list[Pupil]:
        return self.one.pupils

    @property
    def bar(self) -> list[tuple[int, int]]:
        """The levels as parts of a bar, the lowest first."""
        return shares([n for _code, _name, n in reversed(self.levels[:-1])])


def class_view(school_class: SchoolClass, part: int, only: ClassSubject | None = None) -> ClassView:
    """A class in term 1, 2 or the year (3), all subjects or ``only`` one; eight queries.

    With one subject nothing is told about levels, which belong to all subjects together.
    """
    one = class_marks(school_class)
    columns = [n for n, book in enumerate(one.books) if only is None or book.pk == only.pk]
    columns.sort(key=lambda n: place_of(one.books[n].subject_id, school_class.grade))
    results = results_if(one, range(len(one.pupils)))
    averages = results.final if part == YEAR else one.loaded.table.averages[part]
    whole = only is None
    return ClassView(
        one,
        part,
        _levels(results.levels[part].final) if whole else [],
        [_subject(one.books[n], averages[:, n]) for n in columns if n < one.scored],
        [_passes(one.books[n], averages[:, n]) for n in columns if n >= one.scored],
        [one.books[n] for n in columns if _nobody(averages[:, n])],
        _gaps(one, averages, [n for n in columns if not _nobody(averages[:, n])]),
        _changes(one, part, [n for n in columns if n < one.scored]),
        _risks(one, part, averages) if whole else [],
    )


def level_name(level: int) -> str:
    """``1`` → Khá; "" while missing."""
    return _(tt22_2021.LEVELS[tt22_2021.Level(level)]) if level >= 0 else ""


def _levels(found: Any) -> list[tuple[str, str, int]]:
    counted = [(one.name, level_name(one), int((found == one).sum())) for one in tt22_2021.Level]
    return [*counted, ("", _("Chưa có"), int((found < 0).sum()))]


def _subject(book: ClassSubject, averages: Any) -> SubjectLine:
    found = spread(averages, EDGES)
    return SubjectLine(book, found, shares(found.bands))


def _passes(book: ClassSubject, results: Any) -> PassLine:
    return PassLine(book, *(int((results == value).sum()) for value in (1, 0, MISSING)))


def _nobody(results: Any) -> bool:
    """Whether some pupils lack a result of a subject and none has one."""
    return bool((results == MISSING).any() and not (results >= 0).any())


def _gaps(one: ClassMarks, averages: Any, columns: list[int]) -> list[tuple[Pupil, list[ClassSubject]]]:
    lacking = averages == MISSING
    rows = ((pupil, [one.books[n] for n in columns if lacking[row, n]]) for row, pupil in enumerate(one.pupils))
    return [(pupil, books) for pupil, books in rows if books]


def _changes(one: ClassMarks, part: int, columns: list[int]) -> list[Moved]:
    """From term I to term II; in term I, which has no term before it, from the midterm to the final."""
    if part == 1:
        before, after = one.terms[1].midterm, one.terms[1].final
    else:
        before, after = one.loaded.table.averages[1], one.loaded.table.averages[2]
    found = biggest(before[:, columns], after[:, columns], MOST_CHANGES) if columns else []
    return [Moved(one.pupils[change.row], one.books[columns[change.column]], change) for change in found]


def _risks(one: ClassMarks, part: int, averages: Any) -> list[Endangered]:
    known = averages if part == YEAR else guessed(one, part)
    params: Any = one.rules.params

    def judge(lines: Any, _rows: Any) -> Any:
        return tt22_2021.level(lines[:, : one.scored], lines[:, one.scored :], params.levels).final

    unsure = ((averages == MISSING) & (known != MISSING)).any(axis=1)
    return [_endangered(one, risk, bool(unsure[risk.row])) for risk in at_risk(known, one.scored, judge)]


def guessed(one: ClassMarks, term: int) -> Any:
    """Results of a term (P × S) with the mean of the marks that are there in place of missing midterms and finals;
    subjects assessed by comments count as passed while nothing speaks against it.
    """
    given, n = one.terms[term], one.scored
    mean = so_far(given.regular[:, :n], given.midterm[:, :n])
    midterm, final = given.midterm.copy(), given.final.copy()
    midterm[:, :n] = np.where(midterm[:, :n] == MISSING, mean, midterm[:, :n])
    final[:, :n] = np.where(final[:, :n] == MISSING, mean, final[:, :n])
    found = averages_if(one, term, range(len(one.pupils)), midterm, final)
    open_ = found[:, n:] == MISSING
    failed = (given.regular[:, n:] == 0).any(axis=-1) | (midterm[:, n:] == 0) | (final[:, n:] == 0)
    found[:, n:] = np.where(open_, np.where(failed, 0, 1), found[:, n:])
    return found


def _endangered(one: ClassMarks, risk: Risk, unsure: bool) -> Endangered:
    lower = "" if risk.lower is None else level_name(risk.lower)
    books = [one.books[column] for column in risk.columns]
    return Endangered(one.pupils[risk.row], level_name(risk.level), lower, books, unsure)
