"""Sheets of secondary schools as rows of the gradebook."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from ..classes import ClassBook
from ..dice import Dice
from ..lines import NULL, Batch, at, joined, text
from ..records import ClassSubjectRow
from ..school_years import PRESENT, ZONE
from . import ledger, phrases
from .rulings import MISSING, Loaded, engine, result_rows, rule_set, tt22
from .secondary import YearSheet
from .sheet_text import SheetText

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
        ends = np.searchsorted(sheet.book_of, range(len(sheet.books) + 1)).tolist()
        self.spans = [slice(*span) for span in pairwise(ends)]
        classes = (np.arange(span.start, span.stop) for span in self.spans)
        self.order = np.concatenate([ledger.in_order(rows, self.students) for rows in classes])
        self.in_order = self.students[self.order], sheet.here[self.order]
        self.text = SheetText(sheet, self.averages, self.order)
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
        """Blocks of lines, one for each subject of a class in a term or the year."""
        sheet = self.sheet
        years = np.full_like(self.averages[1], MISSING)
        years[self.staying] = self.results.year
        self.year_averages = [text(column) for column in years.T]
        self.year_retests = [text(column) for column in sheet.retests.T]
        self.text.say(self._picks())
        for book, rows in zip(sheet.books, self.spans, strict=True):
            for subject in book.subjects:
                column = sheet.codes.index(subject.subject_id)
                for term in (1, 2):
                    yield self._term(book, rows, subject, column, term)
                yield self._year(book, rows, subject, column)

    def _picks(self) -> Rows:
        """A random number for every comment: of a class, subject by subject and term by term."""
        sheet, blocks = self.sheet, []
        for book, rows in zip(sheet.books, self.spans, strict=True):
            here = [np.arange(rows.start, rows.stop)[sheet.here[rows, term]] for term in (0, 1)]
            for subject in book.subjects:
                column = sheet.codes.index(subject.subject_id)
                blocks += [(there, column, term) for term, there in enumerate(here)]
        drawn, done = self.dice.np.integers(0, 1 << 16, sum(len(there) for there, _, _ in blocks)), 0
        picks = np.zeros(sheet.midterm.shape, dtype=np.intp)
        for there, column, term in blocks:
            picks[there, column, term] = drawn[done : done + len(there)]
            done += len(there)
        return picks

    def _term(self, book: ClassBook, rows: slice, subject: ClassSubjectRow, column: int, term: int) -> str:
        said, t = self.text, term - 1
        cells = zip(
            *self._here(rows, t, True, said.final[column][t], said.prints[column][t], said.marks[column][t]),
            strict=True,
        )
        content = [f'"{student}":{{{(final + comment + marks)[:-1]}}}' for student, final, comment, marks in cells]
        self.opened.marks(book, subject, term, f"{{{','.join(content)}}}")
        between, end = f"\t{subject.id}\t{term}\t", f"\t{self._moment(term)}\n"
        columns = self._here(rows, t, False, said.regular[column][t], said.rest[column][t], said.comments[column][t])
        return "".join([
            f"{self.school}\t{student}{between}{regular}\t{marks}\t{NULL}\t{comment}{end}"
            for student, regular, marks, comment in zip(*columns, strict=True)
        ])  # fmt: skip

    def _year(self, book: ClassBook, rows: slice, subject: ClassSubjectRow, column: int) -> str:
        cells = zip(*self._here(rows, 1, True, self.text.retests[column]), strict=True)
        content = [f'"{student}":{{{retest[:-1]}}}' for student, retest in cells]
        self.opened.marks(book, subject, YEAR, f"{{{','.join(content)}}}")
        between, end = f"\t{subject.id}\t{YEAR}\t{{}}\t{NULL}\t{NULL}\t", f"\t\t{self._moment(2)}\n"
        columns = self._here(rows, 1, False, self.year_averages[column], self.year_retests[column])
        return "".join([
            f"{self.school}\t{student}{between}{average}\t{retest}{end}"
            for student, average, retest in zip(*columns, strict=True)
        ])  # fmt: skip

    def _here(self, rows: slice, term: int, ledger_order: bool, *lists: list[str]) -> list[list[str]]:
        """The pupils of a class who are there in a term (0, 1), and what lists say of them; in the ledger's order, as
        the lists then are, or in that of the class list."""
        students, here = self.in_order if ledger_order else (self.students, self.sheet.here)
        there = here[rows, term]
        found = [students[rows], *(one[rows] for one in lists)]
        return found if there.all() else [list(compress(one, there)) for one in found]

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
