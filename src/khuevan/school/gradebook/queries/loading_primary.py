"""Bring the end of a primary year into the arrays that the rules read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from khuevan.school.enrolment.api import ClassSubject

from ..models import PrimaryMark, PrimaryTraits
from ..rules import tt27_2020 as tt27
from ..rules.tt27_2020 import TRAITS, Period, PrimaryTable, has_test
from ..rules.values import MISSING, NOT_TAKEN
from .cases import Case, Kind, fixed_results, open_cases
from .loading import Place, places_of


class Book(NamedTuple):
    """A subject of a primary class."""

    id: int
    class_id: int
    code: str
    grade: int


@dataclass
class LoadedPrimary:
    """A table with the pupils that its rows belong to."""

    table: PrimaryTable
    places: list[Place]


def load_primary(school_id: int, class_ids: Sequence[int], students: Iterable[int] | None = None) -> LoadedPrimary:
    """The end of a year of some primary classes of one school; four or five queries."""
    places = places_of(school_id, class_ids, students)
    row = {place: number for number, place in enumerate(places)}
    found = ClassSubject.objects.filter(school_id=school_id, school_class_id__in=class_ids)
    books = [Book(*b) for b in found.values_list("id", "school_class_id", "subject_id", "school_class__grade")]
    subjects, tests = _marks(school_id, books, row)
    traits, recognised = _traits(school_id, class_ids, {book.class_id: book.grade for book in books}, row)
    cases = open_cases(school_id, class_ids, students)
    _leave_out(subjects, tests, books, row, cases)
    table = PrimaryTable(subjects, traits, tests, recognised, _decided(places, cases))
    return LoadedPrimary(table, places)


def _leave_out(subjects: Any, tests: Any, books: list[Book], row: dict[Place, int], cases: list[Case]) -> None:
    """Subjects that pupils do not take at the end of the year."""
    known = {book.id: book for book in books}
    position = {code: n for n, code in enumerate(sorted({book.code for book in books}))}
    for book, student, term in fixed_results(cases):
        number = row.get((known[book].class_id, student), -1)
        if term == 2 and number >= 0:
            subjects[number, position[known[book].code]] = NOT_TAKEN
            tests[number, position[known[book].code]] = NOT_TAKEN


def _decided(places: list[Place], cases: list[Case]) -> Any:
    """What the principal decided for pupils with a plan of their own (TT 27/2020 Art. 11)."""
    plans = {(case.class_id, case.student_id): case.decision for case in cases if case.kind == Kind.PLAN}
    named = [plans.get(place, "") for place in places]
    return np.array([tt27.Outcome[one.upper()] if one else MISSING for one in named], dtype=np.int8)


def _marks(school_id: int, books: list[Book], row: dict[Place, int]) -> tuple[Any, Any]:
    position = {code: n for n, code in enumerate(sorted({book.code for book in books}))}
    subjects = np.full((len(row), len(position)), NOT_TAKEN, dtype=np.int16)
    tests = subjects.copy()
    for (class_id, _student), number in row.items():
        for book in books:
            if book.class_id == class_id:
                subjects[number, position[book.code]] = MISSING
                if has_test(book.code, book.grade, Period.END_YEAR):
                    tests[number, position[book.code]] = MISSING
    known = {book.id: book for book in books}
    marks = PrimaryMark.objects.filter(school_id=school_id, class_subject_id__in=list(known), period=Period.END_YEAR)
    for pk, student, level, test in marks.values_list("class_subject_id", "student_id", "level", "test"):
        book = known[pk]
        number = row.get((book.class_id, student), -1)
        if number >= 0 and level:
            subjects[number, position[book.code]] = tt27.SubjectLevel[level]
        if number >= 0 and test is not None and tests[number, position[book.code]] == MISSING:
            tests[number, position[book.code]] = test
    return subjects, tests


def _traits(school_id: int, class_ids: Sequence[int], grades: dict[int, int], row: dict[Place, int]) -> tuple[Any, Any]:
    traits = np.full((len(row), len(TRAITS)), MISSING, dtype=np.int8)
    recognised = np.zeros(len(row), dtype=np.bool_)
    for (class_id, _student), number in row.items():
        traits[number] = [MISSING if grades.get(class_id, 5) >= one.first_grade else NOT_TAKEN for one in TRAITS]
    rows = PrimaryTraits.objects.filter(school_id=school_id, school_class_id__in=class_ids, period=Period.END_YEAR)
    for one in rows:
        number = row.get((one.school_class_id, one.student_id), -1)
        if number < 0:
            continue
        for place, level in enumerate([*one.qualities, *one.general, *one.specific]):
            if level and traits[number, place] == MISSING:
                traits[number, place] = tt27.TraitLevel[level]
        recognised[number] = bool(one.recognised_for)
    return traits, recognised
