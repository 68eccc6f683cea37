"""Bring the end of a primary year into the arrays that the rules read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from khuevan.school.enrolment.api import ClassSubject

from ..rules import tt27_2020 as tt27
from ..rules.tt27_2020 import TRAITS, Period, PrimaryTable, has_test
from ..rules.values import MISSING, NOT_TAKEN, Marks
from .cases import Case, Kind, fixed_results, open_cases
from .loading import Place, locate, places_of
from .whole_numbers import Numbers

_MARKS = """
SELECT class_subject_id, student_id, coalesce(array_position(%s::text[], level::text) - 1, -1), coalesce(test, -1)
FROM gradebook_primarymark WHERE school_id = %s AND class_subject_id = any(%s::bigint[]) AND period = 4
  AND (%s OR student_id = any(%s::bigint[]))"""
_TRAITS = """
SELECT school_class_id, student_id, recognised_for <> '', qualities || general || specific
FROM gradebook_primarytraits WHERE school_id = %s AND school_class_id = any(%s::bigint[]) AND period = 4
  AND (%s OR student_id = any(%s::bigint[]))"""


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
    """The end of a year of some primary classes of one school; five queries."""
    only = None if students is None else list(students)
    places = places_of(school_id, class_ids, only)
    found = ClassSubject.objects.filter(school_id=school_id, school_class_id__in=class_ids)
    books = [Book(*b) for b in found.values_list("id", "school_class_id", "subject_id", "school_class__grade")]
    position = {code: n for n, code in enumerate(sorted({book.code for book in books}))}
    known = [(book.id, book.class_id, position[book.code]) for book in books]
    subjects, tests = _blank(places, books, known, len(position))
    chosen = [only is None, only or []]
    names = [level.name for level in tt27.SubjectLevel]
    marks = _numbers(_MARKS, [names, school_id, [book.id for book in books], *chosen], 4)
    rows, columns = locate(places, known, marks[:, 0], marks[:, 1])
    here = rows >= 0
    where = rows[here], columns[here]
    subjects[where], tests[where] = marks[here, 2], np.where(tests[where] == MISSING, marks[here, 3], tests[where])
    traits, recognised = _traits(places, books, [school_id, list(class_ids), *chosen])
    cases = open_cases(school_id, class_ids, only)
    _leave_out(subjects, tests, places, known, cases)
    table = PrimaryTable(subjects.astype(np.int8), traits, tests, recognised, _decided(places, cases))
    return LoadedPrimary(table, places)


def _blank(places: list[Place], books: list[Book], known: list[tuple[int, int, int]], count: int) -> list[Marks]:
    """Levels and tests of pupils × subjects with nothing filled in: what each class is taught, and in what tested."""
    tested = {book.id for book in books if has_test(book.code, book.grade, Period.END_YEAR)}
    class_of = np.array([class_id for class_id, _student in places], np.int64)
    blank = [np.full((len(places), count), NOT_TAKEN, dtype=np.int16) for _ in range(2)]
    for pk, class_id, column in known:
        members = class_of == class_id
        blank[0][members, column] = MISSING
        blank[1][members, column] = MISSING if pk in tested else NOT_TAKEN
    return blank


def _leave_out(
    subjects: Marks, tests: Marks, places: list[Place], known: list[tuple[int, int, int]], cases: list[Case]
) -> None:
    """Subjects that pupils do not take at the end of the year."""
    given = [(book, student) for book, student, term in fixed_results(cases) if term == 2]
    if given:
        rows, columns = locate(places, known, *np.array(given, np.int64).T)
        here = rows >= 0
        subjects[rows[here], columns[here]] = tests[rows[here], columns[here]] = NOT_TAKEN


def _decided(places: list[Place], cases: list[Case]) -> Any:
    """What the principal decided for pupils with a plan of their own (TT 27/2020 Art. 11)."""
    plans = {(case.class_id, case.student_id): case.decision for case in cases if case.kind == Kind.PLAN}
    named = [plans.get(place, "") for place in places]
    return np.array([tt27.Outcome[one.upper()] if one else MISSING for one in named], dtype=np.int8)


def _traits(places: list[Place], books: list[Book], given: list[Any]) -> tuple[Any, Any]:
    grades = {book.class_id: book.grade for book in books}
    first = np.array([one.first_grade for one in TRAITS])
    grade = np.array([grades.get(class_id, 5) for class_id, _student in places], np.int64)
    traits = np.where(grade[:, None] >= first, MISSING, NOT_TAKEN).astype(np.int8)
    recognised = np.zeros(len(places), dtype=np.bool_)
    row = {place: number for number, place in enumerate(places)}
    code = {level.name: int(level) for level in tt27.TraitLevel} | {"": MISSING}
    with connection.cursor() as cursor:
        cursor.execute(_TRAITS, given)
        for class_id, student, praised, levels in cursor.fetchall():
            number = row.get((class_id, student))
            if number is not None:
                held = np.array([code[level] for level in levels], dtype=np.int8)
                taken = traits[number, : len(held)] != NOT_TAKEN
                traits[number, : len(held)][taken] = held[taken]
                recognised[number] = praised
    return traits, recognised


def _numbers(sql: str, given: list[Any], columns: int) -> Numbers:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return np.array(cursor.fetchall(), np.int64).reshape(-1, columns)
