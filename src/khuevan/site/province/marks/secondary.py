"""A year of a lower or upper secondary school in arrays: pupils × subjects × terms."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from khuevan.school.enrolment.api import curriculum

from ..classes import ClassBook
from ..dice import Dice
from ..pupils import Pupil, Stay
from ..school_years import YearDates
from . import talents
from .rulings import MISSING, NOT_TAKEN, tt22

Ints = NDArray[np.int16]
MOST_REGULAR = 4
_STEADY = 56.0
_MOMENTS = 1 + 2 * (MOST_REGULAR + 2) + 1
_CONDUCT_BARS = (-1.05, -1.95, -2.75)
_AWAY_SCALE, _OFTEN_AWAY = 1.7, 0.015


@dataclass
class YearSheet:
    """What the teachers of a school wrote in a year. Missing cells hold ``MISSING``, other people's ``NOT_TAKEN``."""

    dates: YearDates
    books: list[ClassBook]
    codes: list[str]
    scored: int
    members: list[tuple[int, Pupil, Stay]]
    book_of: NDArray[np.intp]
    taken: NDArray[np.bool_]
    required: Ints
    here: NDArray[np.bool_]
    """Pupils × 2: whether the term is in this class's books."""
    regular: Ints = field(init=False)
    midterm: Ints = field(init=False)
    final: Ints = field(init=False)
    conduct: NDArray[np.int8] = field(init=False)
    absences: NDArray[np.int32] = field(init=False)
    retests: Ints = field(init=False)
    retrained: NDArray[np.int8] = field(init=False)

    @classmethod
    def of(cls, dates: YearDates, books: list[ClassBook]) -> "YearSheet":
        """Empty sheets for the classes of a school."""
        forms = {s.subject_id: curriculum.subject(s.subject_id, b.stage).form for b in books for s in b.subjects}
        codes = [c for c in forms if forms[c] == "score"]
        scored, codes = len(codes), codes + [c for c in forms if forms[c] != "score"]
        members = [(n, pupil, stay) for n, book in enumerate(books) for pupil, stay in book.members]
        taken = np.zeros((len(books), len(codes)), dtype=np.bool_)
        required = np.zeros((len(books), len(codes)), dtype=np.int16)
        for n, book in enumerate(books):
            for subject in book.subjects:
                taken[n, codes.index(subject.subject_id)] = True
                required[n, codes.index(subject.subject_id)] = subject.regular_count
        book_of = np.array([n for n, _, _ in members], dtype=np.intp)
        here = np.array([(True, stay.ends_on is None) for _, _, stay in members], dtype=np.bool_)
        return cls(dates, books, codes, scored, members, book_of, taken[book_of], required[book_of], here)

    def fill(self, seed: int, dice: Dice, steady: Sequence[int] = ()) -> None:
        """Marks, conduct and absences of everybody, without gaps. Nobody in the rows ``steady`` fails."""
        numbers = [pupil.human.number for _, pupil, _ in self.members if pupil.human]
        chance = talents.draw(seed, numbers, self.dates.year, len(self.codes), _MOMENTS)
        usual = talents.levels(chance, self.codes)
        sure = list(steady)
        usual[sure] = np.maximum(usual[sure], _STEADY)
        days = chance.year[:, :, 1:-1].reshape(len(numbers), len(self.codes), 2, MOST_REGULAR + 2)
        marks = usual[:, :, None, None] + 7.0 * days
        marks[..., :MOST_REGULAR] += 3.0
        marks[..., -1] -= 1.5
        marks[:, :, 1] += 1.0
        given = talents.as_marks(marks)
        n = self.scored
        given[:, n:] = (marks[:, n:] > 30) | (days[:, n:] > -3.0)
        self.regular, self.midterm, self.final = given[..., :MOST_REGULAR], given[..., -2], given[..., -1]
        self._judge(chance, dice)
        self.conduct[sure] = np.minimum(self.conduct[sure], tt22.Level.D)
        self._blank_what_is_not_theirs()

    def _judge(self, chance: talents.Chance, dice: Dice) -> None:
        steady = 0.45 * chance.life[:, :1] + 0.85 * chance.life[:, 4:]
        shown = steady + 0.35 * chance.year[:, :2, -1]
        self.conduct = sum((shown < bar).astype(np.int8) for bar in _CONDUCT_BARS)
        away = dice.np.exponential(_AWAY_SCALE, shown.shape)
        often = dice.np.random(len(away)) < _OFTEN_AWAY
        self.absences = (away + often[:, None] * dice.np.uniform(5, 14, shown.shape)).astype(np.int32)
        self.retests = np.full(self.midterm.shape[:2], MISSING, dtype=np.int16)
        self.retrained = np.full(len(self.members), MISSING, dtype=np.int8)

    def _blank_what_is_not_theirs(self) -> None:
        surplus = np.arange(MOST_REGULAR) >= self.required[:, :, None, None]
        self.regular[np.broadcast_to(surplus, self.regular.shape)] = MISSING
        gone = ~self.here[:, None, :] & np.ones_like(self.midterm, dtype=np.bool_)
        for marks in (self.regular, self.midterm, self.final):
            marks[gone] = MISSING
            marks[~self.taken] = NOT_TAKEN
        self.conduct[~self.here] = MISSING
        self.absences[~self.here] = MISSING

    @property
    def averages(self) -> dict[int, Ints]:
        """Pupils × subjects by term, computed by the rules; pass subjects 1 or 0."""
        n, result = self.scored, {}
        for term in (0, 1):
            by_score = tt22.term_average(
                self.regular[:, :n, term], self.midterm[:, :n, term], self.final[:, :n, term], self.required[:, :n]
            )
            entries = [self.regular[:, n:, term, :2], self.midterm[:, n:, term, None], self.final[:, n:, term, None]]
            by_pass = tt22.term_pass(np.concatenate(entries, axis=2))
            result[term + 1] = np.hstack([by_score, by_pass.astype(np.int16)])
        return result

    def table(self, rows: NDArray[np.intp]) -> tt22.YearTable:
        """What the rules read, for some of the pupils."""
        away = self.absences[rows]
        total = np.where((away < 0).any(axis=1), MISSING, away.sum(axis=1)).astype(np.int32)
        return tt22.YearTable(
            subjects=self.codes,
            scored=self.scored,
            averages={term: values[rows] for term, values in self.averages.items()},
            retests=self.retests[rows],
            conduct={1: self.conduct[rows, 0], 2: self.conduct[rows, 1]},
            retrained=self.retrained[rows],
            absences=total,
        )

    def find(self, stage: int, place: int) -> list[int]:
        """Rows of a class."""
        return [
            row
            for row, (n, _, _) in enumerate(self.members)
            if (self.books[n].stage, self.books[n].place) == (stage, place)
        ]

    def staying(self) -> NDArray[np.intp]:
        """Rows of the pupils who finished the year in their class."""
        return np.flatnonzero(self.here[:, 1])

    def columns(self, codes: Sequence[str]) -> list[int]:
        """Columns of subjects."""
        return [self.codes.index(code) for code in codes]
