"""Bring stored marks into the arrays that the rules read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from khuevan.school.enrolment.api import Enrolment, Subject

from ..rules import tt22_2021 as tt22
from ..rules.tt22_2021 import YearTable
from ..rules.values import MISSING, NOT_TAKEN, Marks
from .cases import Case, Kind, fixed_results
from .held import Book, Held, read_held
from .sheets import YEAR
from .whole_numbers import Numbers
from .year_marks import YearMarks

Place = tuple[int, int]
"""A pupil in a class: class id, student id."""


@dataclass
class Loaded:
    """A table with the way to its rows (pupil in a class) and columns (class subject)."""

    table: YearTable
    places: list[Place]
    row: dict[Place, int]
    column: dict[int, int]
    class_of: dict[int, int]
    fixed: set[tuple[int, int, int]] = field(default_factory=set)
    """(class subject, student, term) whose result does not come from marks."""

    def find(self, books: Numbers, students: Numbers) -> tuple[Numbers, Numbers]:
        """Row and column of pupils in class subjects; row ``MISSING`` where a pupil is not in the class now."""
        books_of = [(pk, self.class_of[pk], column) for pk, column in self.column.items()]
        return locate(self.places, books_of, books, students)

    def put(self, class_subject_id: int, term: int, values: dict[int, int | None]) -> None:
        """Set what pupils reached in a class subject, by student id; term 3 sets their re-tests."""
        target = self.table.retests if term == YEAR else self.table.averages[term]
        column, class_id = self.column[class_subject_id], self.class_of[class_subject_id]
        for student, value in values.items():
            if (class_subject_id, student, term) in self.fixed:
                continue
            target[self.row[class_id, student], column] = MISSING if value is None else value


def load(school_id: int, class_ids: Sequence[int], students: Iterable[int] | None = None) -> Loaded:
    """A year of some classes of one school, of all their pupils or of some; one query, and one for the pupils of
    several classes."""
    some = None if students is None else list(students)
    return filled(read_held(school_id, class_ids, some, "marks", "cases"), places_of(school_id, class_ids, some))


def filled(held: Held, places: list[Place]) -> Loaded:
    """What is held of these pupils."""
    loaded = _outline(held.books, places)
    books, terms, students, values = held.marks
    _fill_marks(loaded, books, students, terms, values)
    _fill_conduct(loaded, held.conduct)
    apply_cases(loaded, held.cases)
    return loaded


def load_with(school_id: int, class_ids: Sequence[int], held: YearMarks, averages: Marks, cases: list[Case]) -> Loaded:
    """The same with marks that have been read already, and averages computed again; two queries."""
    stored = read_held(school_id, class_ids)
    loaded = _outline(stored.books, places_of(school_id, class_ids))
    _fill_marks(loaded, held.book, held.student, held.term, np.where(held.term == YEAR, held.retest, averages))
    _fill_conduct(loaded, stored.conduct)
    apply_cases(loaded, cases)
    return loaded


def _outline(books: list[Book], places: list[Place]) -> Loaded:
    """Pupils and subjects, nothing filled in."""
    scored = sorted({code for _id, _class, code, form in books if form == Subject.Form.SCORE})
    subjects = scored + sorted({code for _id, _class, code, form in books if form != Subject.Form.SCORE})
    position = {code: place for place, code in enumerate(subjects)}
    row = {place: number for number, place in enumerate(places)}
    column = {pk: position[code] for pk, _class, code, _form in books}
    table = _empty(subjects, len(scored), places, books, column)
    return Loaded(table, places, row, column, {b[0]: b[1] for b in books})


def apply_cases(loaded: Loaded, cases: list[Case]) -> None:
    """Subjects that pupils do not take, results of other schools, plans of their own."""
    for (book, student, term), result in fixed_results(cases).items():
        number = loaded.row.get((loaded.class_of[book], student))
        if number is not None:
            loaded.table.averages[term][number, loaded.column[book]] = NOT_TAKEN if result is None else result
            loaded.fixed.add((book, student, term))
    plans = {(case.class_id, case.student_id): case.decision for case in cases if case.kind == Kind.PLAN}
    if plans:
        loaded.table.planned = np.array([place in plans for place in loaded.places], dtype=np.bool_)
        decided = [plans.get(place, "") for place in loaded.places]
        loaded.table.decided = np.array(
            [tt22.Outcome[one.upper()] if one else MISSING for one in decided], dtype=np.int8
        )


def places_of(school_id: int, class_ids: Sequence[int], students: Iterable[int] | None = None) -> list[Place]:
    """Who is in the classes now, or, in one class, the given pupils."""
    if students is not None and len(class_ids) == 1:
        return [(class_ids[0], student) for student in students]
    pupils = Enrolment.objects.filter(school_id=school_id, school_class_id__in=class_ids, ends_on=None)
    return list(pupils.order_by("school_class_id", "number").values_list("school_class_id", "student_id"))


def _empty(
    subjects: list[str], scored: int, places: list[Place], books: list[Book], column: dict[int, int]
) -> YearTable:
    taken: dict[int, list[int]] = {}
    for pk, class_id, _code, _form in books:
        taken.setdefault(class_id, []).append(column[pk])
    blank = np.full((len(places), len(subjects)), NOT_TAKEN, dtype=np.int16)
    for number, (class_id, _student) in enumerate(places):
        blank[number, taken.get(class_id, [])] = MISSING
    unknown = np.full(len(places), MISSING, dtype=np.int8)
    return YearTable(
        subjects=subjects,
        scored=scored,
        averages={1: blank.copy(), 2: blank.copy()},
        retests=np.full_like(blank, MISSING),
        conduct={1: unknown.copy(), 2: unknown.copy()},
        retrained=unknown.copy(),
        absences=np.full(len(places), MISSING, dtype=np.int32),
    )


def _fill_marks(loaded: Loaded, books: Numbers, students: Numbers, terms: Numbers, values: Numbers) -> None:
    table = loaded.table
    rows, columns = loaded.find(books, students)
    for term, target in ((1, table.averages[1]), (2, table.averages[2]), (YEAR, table.retests)):
        here = (terms == term) & (rows >= 0) & (values >= 0)
        target[rows[here], columns[here]] = values[here]


def locate(
    places: list[Place], known: list[tuple[int, int, int]], books: Numbers, students: Numbers
) -> tuple[Numbers, Numbers]:
    """Row in ``places`` and column of pupils in class subjects, of which ``known`` are (id, class, column).

    Row ``MISSING`` where a pupil is not in the class.
    """
    of_book = np.array(known, np.int64).reshape(-1, 3)
    classes, columns = of_book[_positions(of_book[:, 0], books), 1:].T
    held = np.array(places, np.int64).reshape(-1, 2)
    return _positions(_keys(held[:, 0], held[:, 1]), _keys(classes, students)), columns


def _positions(keys: Numbers, wanted: Numbers) -> Numbers:
    """Where each of ``wanted`` stands in ``keys``, which are all different; ``MISSING`` where nowhere."""
    if not len(keys):
        return np.full(len(wanted), MISSING)
    order = np.argsort(keys)
    found = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    return np.where(keys[found] == wanted, found, MISSING)


def _keys(classes: Numbers, students: Numbers) -> Numbers:
    """One number for a pupil in a class; ids stay below 2 to the 31st."""
    return (classes << 31) + students


def _fill_conduct(loaded: Loaded, rows: list[tuple[Any, ...]]) -> None:
    table, counted = loaded.table, {}
    for class_id, student, term, level, away, retrained in rows:
        number = loaded.row.get((class_id, student))
        if number is None:
            continue
        if term == YEAR:
            table.retrained[number] = _level(retrained)
        else:
            table.conduct[term][number] = _level(level)
            counted[number, term] = away
    add_absences(table, counted)


def add_absences(table: YearTable, counted: dict[tuple[int, int], int | None]) -> None:
    """Absences of the year from those of its terms (row, term → half-days); unknown while one is."""
    for number in {number for number, _term in counted}:
        both = [counted.get((number, term)) for term in (1, 2)]
        table.absences[number] = MISSING if None in both else sum(filter(None, both))


def _level(code: str) -> int:
    return int(tt22.Level[code]) if code else MISSING
