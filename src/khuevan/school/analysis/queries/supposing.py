"""What if the final is 6,5: the rule engine answers, for a class and for one pupil."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from khuevan.kernel.marks import HIGHEST
from khuevan.school.enrolment.api import ClassSubject, Pupil
from khuevan.school.gradebook.api import ClassMarks, averages_if, results_if

from ..rules.supposing import least, supposed
from .class_view import level_name

GOALS = (50, 65, 80)
"""Averages that somebody may aim at, in tenths: the bars of TT 22/2021 Art. 9(2)."""
LEVELS = (0, 1, 2)


@dataclass(frozen=True)
class Supposed:
    """A pupil before and after: the average of the one subject asked about (tenths, -1 missing), the levels."""

    pupil: Pupil
    before: int
    after: int
    level_before: str
    level_after: str

    @property
    def moved(self) -> bool:
        return self.level_before != self.level_after or self.before != self.after


@dataclass(frozen=True)
class Answer:
    """What follows for everybody, and how many pupils have which level before and after (name, before, after)."""

    value: int
    book: ClassSubject | None
    everybody: bool
    lines: list[Supposed]
    levels: list[tuple[str, int, int]]

    @property
    def moved(self) -> list[Supposed]:
        return [line for line in self.lines if line.moved]


@dataclass(frozen=True)
class Needed:
    """The lowest finals (tenths) with which a pupil reaches goals, ``None`` where no final does.

    ``averages``: subject, one for each of `GOALS`; ``levels``: name of the level, the same final in all open subjects.
    """

    pupil: Pupil
    averages: list[tuple[ClassSubject, list[int | None]]]
    levels: list[tuple[str, int | None]]


def suppose(one: ClassMarks, term: int, value: int, book: ClassSubject | None, *, everybody: bool) -> Answer:
    """If the final of a subject, or of all scored ones, were ``value``: where it is missing, or for everybody."""
    columns = _columns(one, book)
    final = supposed(one.terms[term].final, columns, value, everybody=everybody)
    rows = range(len(one.pupils))
    averages = averages_if(one, term, rows, one.terms[term].midterm, final)
    before = results_if(one, rows).levels[term].final
    after = results_if(one, rows, {term: averages}).levels[term].final
    held = one.loaded.table.averages[term]
    shown = columns[0] if book is not None else None
    lines = [
        Supposed(
            pupil,
            int(held[n, shown]) if shown is not None else -1,
            int(averages[n, shown]) if shown is not None else -1,
            level_name(int(before[n])),
            level_name(int(after[n])),
        )
        for n, pupil in enumerate(one.pupils)
    ]
    levels = [(level_name(code), int((before == code).sum()), int((after == code).sum())) for code in (0, 1, 2, 3, -1)]
    return Answer(value, book, everybody, lines, levels)


def needed(one: ClassMarks, term: int, pupil: Pupil, book: ClassSubject | None = None) -> Needed:
    """What a pupil needs in the finals that are not there yet: all 101 of them are tried at once."""
    row = next(n for n, other in enumerate(one.pupils) if other.id == pupil.id)
    given = one.terms[term]
    columns = [n for n in _columns(one, book) if given.final[row, n] == -1 and not one.fixed[term][row, n]]
    tries = HIGHEST + 1
    rows = np.full(tries, row, dtype=np.intp)
    midterm = given.midterm[rows]
    final = given.final[rows].copy()
    final[:, columns] = np.arange(tries, dtype=np.int16)[:, None]
    averages = averages_if(one, term, rows, midterm, final)
    reached = [(one.books[n], [least(averages[:, n] >= goal) for goal in GOALS]) for n in columns]
    levels: Any = results_if(one, rows, {term: averages}).levels[term].final
    known = [(level_name(goal), least((levels >= 0) & (levels <= goal))) for goal in LEVELS] if book is None else []
    return Needed(pupil, reached, known if columns else [])


def _columns(one: ClassMarks, book: ClassSubject | None) -> list[int]:
    return [n for n, other in enumerate(one.books) if n < one.scored and (book is None or other.pk == book.pk)]
