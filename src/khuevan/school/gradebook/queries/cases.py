"""Decisions about single pupils, as the books have to know them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ..models import SpecialCase
from .sheets import YEAR

Kind = SpecialCase.Kind
CLOSED = {
    Kind.EXEMPT.value: gettext_noop("Em được miễn học môn này."),
    Kind.OTHER.value: gettext_noop("Em không học môn này."),
    Kind.CARRIED.value: gettext_noop("Học kì này em học ở trường cũ; kết quả đã được ghi."),
}
"""Why nobody fills in the cells of such a pupil. Grounds and papers are for those who open the page of the cases."""
_OPEN = """
SELECT school_class_id, class_subject_id, student_id, term, kind, result, decision FROM gradebook_specialcase
WHERE school_id = %s AND school_class_id = any(array(SELECT unnest(%s::bigint[])))
  AND lifted_at IS NULL AND (%s OR student_id = any(array(SELECT unnest(%s::bigint[]))))"""
_OF_BOOK = """
SELECT student_id, kind FROM gradebook_specialcase
WHERE class_subject_id = %s AND lifted_at IS NULL AND term IN (%s, 3)"""


class Case(NamedTuple):
    """An open case; ``terms`` are those that it is about."""

    class_id: int
    class_subject_id: int | None
    student_id: int
    term: int
    kind: str
    result: int | None
    decision: str

    @property
    def terms(self) -> tuple[int, ...]:
        return (1, 2) if self.term == YEAR else (self.term,)


Fixed = dict[tuple[int, int, int], int | None]
"""(class subject, student, term) → the result that no marks of this school make; ``None`` if there is none."""


def open_cases(school_id: int, class_ids: Sequence[int], students: Iterable[int] | None = None) -> list[Case]:
    """Open cases of classes, of all their pupils or of some; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [school_id, list(class_ids), students is None, list(students or ())])
        return [Case(*row) for row in cursor.fetchall()]


def fixed_results(cases: Iterable[Case]) -> Fixed:
    """Results of terms that are not computed from marks."""
    return {
        (case.class_subject_id, case.student_id, term): case.result
        for case in cases
        if case.class_subject_id is not None
        for term in case.terms
    }


def not_taken(school_class: SchoolClass) -> dict[tuple[int, int], frozenset[int]]:
    """The terms in which pupils do not take a subject, by (class subject, student); 3 where it is both."""
    found: dict[tuple[int, int], frozenset[int]] = {}
    for case in open_cases(school_class.school_id, [school_class.pk]):
        if case.class_subject_id is not None and case.kind in (Kind.EXEMPT, Kind.OTHER):
            key = case.class_subject_id, case.student_id
            terms = found.get(key, frozenset()) | set(case.terms)
            found[key] = terms | {YEAR} if {1, 2} <= terms else terms
    return found


def why_closed(kind: str) -> str:
    """Why nobody fills in the cells of a pupil with a case of this kind."""
    return _(CLOSED[kind])


def closed_cells(book: ClassSubject, term: int) -> dict[int, str]:
    """Pupils whose cells of a book nobody fills in in a term (3: in the year), with the reasons; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_BOOK, [book.pk, term])
        return {student: _(CLOSED[kind]) for student, kind in cursor.fetchall()}


def closed_in(cases: Iterable[Case], book_id: int, term: int) -> dict[int, str]:
    """The same from cases that have been read."""
    of_book = (case for case in cases if case.class_subject_id == book_id)
    return {case.student_id: _(CLOSED[case.kind]) for case in of_book if case.term in (term, YEAR)}


def cases_of_class(school_class: SchoolClass) -> list[SpecialCase]:
    """All cases of a class, open ones first, the latest first, with pupil and subject; one query."""
    rows = SpecialCase.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk)
    found = rows.select_related("student", "class_subject__subject").order_by("-granted_at", "-pk")
    return sorted(found, key=lambda case: case.lifted_at is not None)
