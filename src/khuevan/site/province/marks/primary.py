"""A year of a primary school: pupils × subjects × the four times of TT 27/2020."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import numpy as np

from ..classes import ClassBook
from ..dice import Dice
from ..lines import Batch, at
from ..pupils import Pupil, Stay
from ..school_years import PAST, PRESENT, ZONE, YearDates
from . import ledger, phrases, talents
from .primary_text import MarkText, TraitText
from .rulings import MISSING, NOT_TAKEN, engine, rule_set, tt27

MARKS = ("school_id", "student_id", "class_subject_id", "period", "level", "test", "comment", "updated_at")
TRAITS = (
    "school_id", "student_id", "school_class_id", "period", "qualities", "general", "specific", "comment",
    "recognised_for", "updated_at",
)  # fmt: skip
RESULTS = (
    "school_id", "student_id", "school_class_id", "term", "rule_set", "academic_raw", "academic", "award", "outcome",
    "computed_at",
)  # fmt: skip
STORY = (2, 0)
"""Class 2A: cô Thu still has to enter the marks of the tests at the end of the year."""
PERIODS = (1, 2, 3, 4)
YEAR_END = 4


class PrimaryClass:
    """One class in arrays; columns are its subjects, the last axis the four times."""

    def __init__(self, book: ClassBook, dates: YearDates, seed: int, dice: Dice, steady: bool) -> None:
        self.book, self.dates, self.dice = book, dates, dice
        self.members: list[tuple[Pupil, Stay]] = book.members
        self.numbers = [pupil.human.number for pupil, _ in self.members if pupil.human]
        self.codes = [subject.subject_id for subject in book.subjects]
        self.until = np.array([2 if stay.ends_on else 4 for _, stay in self.members])
        self.tested = np.array([[tt27.has_test(c, book.stage, tt27.Period(p)) for p in PERIODS] for c in self.codes])
        self.helped = 1.0 if steady else 0.75 if dates is PAST else 0.0
        self._fill(talents.draw(seed, self.numbers, dates.year, len(self.codes) + len(tt27.TRAITS), 9))

    def _fill(self, chance: talents.Chance) -> None:
        n = len(self.codes)
        usual = talents.levels(chance, self.codes, primary=True)
        seen = usual[:, :, None] + 4.0 * chance.year[:, :n, 1:5] + np.array([-2, 0, 1, 3])
        self.levels = ((seen < 78).astype(np.int8) + (seen < 49)).astype(np.int8)
        tests = np.clip(np.round((seen + 4 + 5.0 * chance.year[:, :n, 5:9]) / 10), 1, 10).astype(np.int16) * 10
        self.levels = np.where(
            self.tested & (tests < 50), 2, np.where(self.tested & (tests < 70) & (self.levels == 0), 1, self.levels)
        )
        self.tests = np.where(self.tested, tests, NOT_TAKEN)
        steady = 0.55 * chance.life[:, :1] + 0.5 * chance.life[:, 4:]
        shown = steady[:, :, None] + 0.45 * chance.year[:, n:, 1:5] + np.array([0, 0.1, 0.15, 0.3])
        self.traits = ((shown < -0.35).astype(np.int8) + (shown < -2.2)).astype(np.int8)
        first = np.array([trait.first_grade for trait in tt27.TRAITS])
        self.traits[:, first > self.book.stage] = NOT_TAKEN
        self.recognised = self.dice.np.random(len(self.members)) < 0.35
        self._help_the_weak()

    def _help_the_weak(self) -> None:
        """After support and a new assessment most have completed last year (Art 11); in the story's class all."""
        helped = self.dice.np.random(len(self.members)) < self.helped
        for values, best in ((self.levels, 1), (self.traits, 1)):
            values[helped, :, 3] = np.minimum(values[helped, :, 3], best)
        low = helped[:, None] & (self.tests[:, :, 3] >= 0) & (self.tests[:, :, 3] < 50)
        self.tests[:, :, 3] = np.where(low, 50, self.tests[:, :, 3])

    def leave_gaps(self, story: bool) -> None:
        """2A without the tests at the end of the year; elsewhere a test or a subject is not entered yet."""
        if story and (self.book.stage, self.book.place) == STORY:
            self.tests[:, :, 3] = np.where(self.tested[:, 3], MISSING, NOT_TAKEN)
            return
        for column in range(len(self.codes)):
            if self.dice.chance(0.007):
                self.levels[:, column, 3] = MISSING
                self.tests[:, column, 3] = np.where(self.tested[column, 3], MISSING, NOT_TAKEN)
        for row in range(len(self.members)):
            if self.dice.chance(0.01):
                column = self.dice.py.randrange(len(self.codes))
                self.tests[row, column, 3] = MISSING if self.tested[column, 3] else NOT_TAKEN

    def judge(self) -> None:
        """The level of the year by the real rules, for everybody who finished the year."""
        table = tt27.PrimaryTable(self.levels[:, :, 3], self.traits[:, :, 3], self.tests[:, :, 3], self.recognised)
        self.rules = rule_set(self.book.stage, self.dates.year)
        self.results = engine.year_results(self.rules, table)

    def outcomes(self) -> dict[int, str]:
        """Person id → promoted or support; nothing while something is missing."""
        said = [tt27.Outcome(outcome).name.lower() if outcome >= 0 else "" for outcome in self.results.outcome.tolist()]
        return {n: one for n, one, until in zip(self.numbers, said, self.until, strict=True) if until == YEAR_END}


class PrimaryRows:
    """Classes of a primary school as rows of the gradebook."""

    def __init__(self, classes: list[PrimaryClass], dice: Dice, began: datetime) -> None:
        self.classes, self.dice = classes, dice
        self.opened = ledger.FirstEntries(classes[0].book.school.id, began)

    def outcomes(self) -> dict[int, str]:
        """Person id → promoted, held_back, …"""
        return {number: outcome for one in self.classes for number, outcome in one.outcomes().items()}

    def batches(self) -> Iterator[Batch]:
        """Marks, qualities and competences, results, and what the ledger begins with."""
        yield Batch("gradebook_primarymark", MARKS, (line for one in self.classes for line in self._marks(one)))
        yield Batch("gradebook_primarytraits", TRAITS, (line for one in self.classes for line in self._traits(one)))
        yield Batch("gradebook_result", RESULTS, (line for one in self.classes for line in self._results(one)))
        yield from self.opened.batches()

    def _marks(self, one: PrimaryClass) -> Iterator[str]:
        """Blocks of lines, one for each subject at each of the four times."""
        school, shape = one.book.school.id, one.levels.shape
        students = np.array([str(number) for number in one.numbers], dtype=object)
        order = ledger.in_order(np.arange(len(students)), students)
        picks = self.dice.np.integers(0, 1 << 16, (shape[1], shape[2], shape[0])).transpose(2, 0, 1)
        said = MarkText(one.levels, one.tests, picks, order)
        for column, subject in enumerate(one.book.subjects):
            for period in PERIODS:
                moment = self._moment(one.dates, period)
                between, end = f"\t{subject.id}\t{period}\t", f"\t{moment}\n"
                here, lines, cells = one.until >= period, said.lines[column][period - 1], said.cells[column][period - 1]
                content = [
                    f'"{student}":{{{cell[:-1]}}}'
                    for student, cell, there in zip(students[order], cells, here[order], strict=True)
                    if there
                ]
                if content:
                    self.opened.marks(one.book, subject, period, f"{{{','.join(content)}}}")
                yield "".join([
                    f"{school}\t{student}{between}{line}{end}"
                    for student, line, there in zip(students, lines, here, strict=True)
                    if there
                ])  # fmt: skip

    def _traits(self, one: PrimaryClass) -> Iterator[str]:
        school, book = one.book.school.id, one.book.row.id
        levels, shown = one.results.level.tolist(), TraitText(one.traits)
        for period in PERIODS:
            moment, cells = self._moment(one.dates, period), {}
            groups, worst, grown = (of[period - 1] for of in (shown.groups, shown.worst, shown.cells))
            for row, number in enumerate(one.numbers):
                if period > one.until[row]:
                    continue
                said = self.dice.py.choice(phrases.of_traits(worst[row]))
                best = period == YEAR_END and levels[row] == tt27.YearLevel.HTT and one.recognised[row]
                honour = self.dice.py.choice(phrases.reasons()) if best else ""
                reasons = ledger.comments([honour], "recognised_for")
                cells[str(number)] = grown[row] + ledger.comments([said])[0] + reasons[0]
                yield f"{school}\t{number}\t{book}\t{period}\t{groups[row]}\t{said}\t{honour}\t{moment}\n"
            if cells:
                students = sorted(cells)
                self.opened.of_class(one.book, period, ledger.content(students, [cells[one] for one in students]))

    def _results(self, one: PrimaryClass) -> Iterator[str]:
        school, book = one.book.school.id, one.book.row.id
        moment = at(one.dates.closed_at or datetime.combine(PRESENT.ends_on, time(17), ZONE))
        outcomes = one.outcomes()
        levels, awards = one.results.level.tolist(), one.results.award.tolist()
        for number, level, award in zip(one.numbers, levels, awards, strict=True):
            if number in outcomes:
                code = tt27.YearLevel(level).name if level >= 0 else ""
                title = tt27.Award(award).name.lower() if award > 0 else ""
                head = f"{school}\t{number}\t{book}\t3\t{one.rules.code}"
                yield f"{head}\t{code}\t{code}\t{title}\t{outcomes[number]}\t{moment}\n"

    def _moment(self, dates: YearDates, period: int) -> str:
        first, last = dates.terms[(period - 1) // 2]
        day = (last if period % 2 == 0 else first + (last - first) / 2) - timedelta(days=self.dice.py.randint(1, 9))
        return at(datetime.combine(day, time(self.dice.py.randint(7, 20), self.dice.py.randint(0, 59)), ZONE))
