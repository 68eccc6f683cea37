"""Sheets of secondary schools as rows of the gradebook."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from ..classes import ClassBook
from ..dice import Dice
from ..lines import NULL, Batch, array_text, at, joined, text
from ..records import ClassSubjectRow
from ..school_years import PRESENT, ZONE
from . import ledger, phrases
from .rulings import MISSING, Loaded, engine, result_rows, rule_set, tt22
from .secondary import YearSheet
from .talents import PROFILES

MARKS = (
    "school_id", "student_id", "class_subject_id", "term", "regular", "midterm", "final", "average", "retest",
    "comment", "updated_at",
)  # fmt: skip
CONDUCT = (
    "school_id", "student_id", "school_class_id", "term", "level", "comment", "absences", "retrained", "updated_at",
)  # fmt: skip
RESULTS = (
    "school_id", "student_id", "school_class_id", "term", "rule_set", "academic_raw", "academic", "adjusted_by",
    "conduct", "award", "outcome", "computed_at",
)  # fmt: skip
YEAR = 3
Rows = NDArray[np.intp]


class SecondaryRows:
    """Turns one filled sheet into rows; ``outcomes`` says by pupil what became of them."""

    def __init__(self, sheet: YearSheet, dice: Dice, began: datetime) -> None:
        self.sheet, self.dice = sheet, dice
        self.opened = ledger.FirstEntries(sheet.books[0].school.id, began)
        self.school = str(sheet.books[0].school.id)
        self.students = np.array([str(p.human.number) for _, p, _ in sheet.members if p.human], dtype=object)
        self.averages = sheet.averages
        self.staying = sheet.staying()
        self.rules = rule_set(sheet.books[0].row.grade, sheet.dates.year)
        table = sheet.table(self.staying)
        self.results = engine.year_results(self.rules, table)
        self.loaded = Loaded(table, [self._place(row) for row in self.staying], {}, {}, {})

    def _place(self, row: int) -> tuple[int, int]:
        number, pupil, _ = self.sheet.members[row]
        assert pupil.human
        return self.sheet.books[number].row.id, pupil.human.number

    def outcomes(self) -> dict[int, str]:
        """Person id → promoted, held_back, … at the end of the year; nothing while something is missing."""
        found = result_rows(self.loaded, self.results, self.rules)
        return {student: row["outcome"] for (student, term), row in found.items() if term == YEAR}

    def batches(self) -> Iterator[Batch]:
        """Marks, conduct, results, and what the ledger begins with."""
        yield Batch("gradebook_markrow", MARKS, self._marks())
        yield Batch("gradebook_conduct", CONDUCT, self._conduct())
        yield Batch("gradebook_result", RESULTS, self._results())
        yield from self.opened.batches()

    def _marks(self) -> Iterator[str]:
        sheet = self.sheet
        years = np.full_like(self.averages[1], MISSING)
        years[self.staying] = self.results.year
        for number, book in enumerate(sheet.books):
            rows = np.flatnonzero(sheet.book_of == number)
            for subject in book.subjects:
                column = sheet.codes.index(subject.subject_id)
                for term in (1, 2):
                    yield from self._term(book, rows[sheet.here[rows, term - 1]], subject, column, term)
                yield from self._year(book, rows[sheet.here[rows, 1]], subject, column, years)

    def _term(self, book: ClassBook, rows: Rows, subject: ClassSubjectRow, column: int, term: int) -> Iterator[str]:
        sheet, averages = self.sheet, self.averages[term][rows, column]
        regular = array_text(sheet.regular[rows, column, term - 1], subject.regular_count)
        midterm, final = sheet.midterm[rows, column, term - 1], sheet.final[rows, column, term - 1]
        scored = column < sheet.scored
        seen = np.where(
            averages >= 0, averages, np.where(midterm >= 0, midterm, sheet.regular[rows, column, term - 1, 0])
        )
        comments = self._scored_comments(subject.subject_id, seen) if scored else self._pass_comments(seen)
        self._open_term(book, rows, subject, column, term, comments)
        return joined(
            self.school, self.students[rows], str(subject.id), str(term), regular, text(midterm), text(final),
            text(averages), NULL, comments, self._moment(term), count=len(rows),
        )  # fmt: skip

    def _open_term(
        self, book: ClassBook, rows: Rows, subject: ClassSubjectRow, column: int, term: int, comments: list[str]
    ) -> None:
        """The ledger's first entry of a book in a term."""
        sheet, cells = self.sheet, ledger.scores if column < self.sheet.scored else ledger.passes
        order = ledger.in_order(rows, self.students)
        said = dict(zip(rows.tolist(), comments, strict=True))
        regular = sheet.regular[order, column, term - 1]
        columns = (
            cells("ck", sheet.final[order, column, term - 1]),
            ledger.comments([said[row] for row in order.tolist()]),
            cells("gk", sheet.midterm[order, column, term - 1]),
            *(cells(f"tx{n + 1}", regular[:, n]) for n in range(subject.regular_count)),
        )
        self.opened.marks(book, subject, term, ledger.content(self.students[order], *columns))

    def _year(
        self, book: ClassBook, rows: Rows, subject: ClassSubjectRow, column: int, years: NDArray[np.int16]
    ) -> Iterator[str]:
        order, cells = (
            ledger.in_order(rows, self.students),
            ledger.scores if column < self.sheet.scored else ledger.passes,
        )
        retested = cells("retest", self.sheet.retests[order, column])
        self.opened.marks(book, subject, YEAR, ledger.content(self.students[order], retested))
        retests = text(self.sheet.retests[rows, column])
        averages = text(years[rows, column])
        return joined(
            self.school, self.students[rows], str(subject.id), str(YEAR), "{}", NULL, NULL, averages, retests, "",
            self._moment(2), count=len(rows),
        )  # fmt: skip

    def _scored_comments(self, code: str, marks: NDArray[np.int16]) -> list[str]:
        group = PROFILES[code][1]
        bands = np.searchsorted(-np.array(phrases.BANDS), -marks.astype(int))
        picks = self.dice.np.integers(0, 1 << 16, len(marks)).tolist()
        banks = [phrases.of_band(group, int(band)) for band in np.minimum(bands, len(phrases.BANDS) - 1)]
        return [bank[pick % len(bank)] for bank, pick in zip(banks, picks, strict=True)]

    def _pass_comments(self, results: NDArray[np.int16]) -> list[str]:
        picks = self.dice.np.integers(0, 1 << 16, len(results)).tolist()
        banks = [phrases.of_pass(bool(result)) for result in results]
        return [bank[pick % len(bank)] for bank, pick in zip(banks, picks, strict=True)]

    def _moment(self, term: int) -> str:
        day = self.sheet.dates.terms[term - 1][1] - timedelta(days=self.dice.py.randint(2, 12))
        return at(datetime.combine(day, time(self.dice.py.randint(7, 21), self.dice.py.randint(0, 59)), ZONE))

    def _conduct(self) -> Iterator[str]:
        sheet = self.sheet
        for term in (1, 2):
            rows = np.flatnonzero(sheet.here[:, term - 1])
            levels = sheet.conduct[rows, term - 1].tolist()
            codes = [tt22.Level(level).name if level >= 0 else "" for level in levels]
            comments = [self.dice.py.choice(phrases.of_conduct(level)) if level >= 0 else "" for level in levels]
            away = [str(days) if days >= 0 else NULL for days in sheet.absences[rows, term - 1].tolist()]
            self._open_conduct(rows, term, absences=away, comment=comments, level=codes)
            yield from joined(
                self.school, self.students[rows], self._classes(rows), str(term), codes, comments, away, "",
                self._moment(term), count=len(rows),
            )  # fmt: skip
        rows = np.flatnonzero(sheet.retrained >= 0)
        trained = [tt22.Level(level).name for level in sheet.retrained[rows].tolist()]
        self._open_conduct(rows, YEAR, retrained=trained)
        yield from joined(
            self.school, self.students[rows], self._classes(rows), str(YEAR), "", "", NULL, trained, self._moment(2),
            count=len(rows),
        )  # fmt: skip

    def _open_conduct(self, rows: Rows, term: int, comment: Sequence[str] = (), **columns: Sequence[str]) -> None:
        """The ledger's first entry of each class's conduct; ``columns`` by their keys, in the order of ``rows``."""
        cells = {"comment": ledger.comments(comment)} if comment else {}
        cells |= {key: ledger.codes(key, ["" if one == NULL else one for one in said]) for key, said in columns.items()}
        place = {row: n for n, row in enumerate(rows.tolist())}
        for number, book in enumerate(self.sheet.books):
            order = ledger.in_order(rows[self.sheet.book_of[rows] == number], self.students)
            here = [place[row] for row in order.tolist()]
            if here:
                said = ([cells[key][one] for one in here] for key in sorted(cells))
                self.opened.of_class(book, term, ledger.content(self.students[order], *said))

    def _classes(self, rows: Rows) -> list[str]:
        return [str(self.sheet.books[number].row.id) for number in self.sheet.book_of[rows]]

    def _results(self) -> Iterator[str]:
        moment = at(self.sheet.dates.closed_at or datetime.combine(PRESENT.ends_on, time(17), ZONE))
        for row in result_rows(self.loaded, self.results, self.rules).values():
            said = [self.school, str(row["student_id"]), str(row["school_class_id"]), str(row["term"])]
            said += [row[name] for name in RESULTS[4:-1]]
            yield "\t".join([*said, moment]) + "\n"
