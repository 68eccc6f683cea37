"""A pupil's years at all schools, as far as the actor may see them: five queries or six, however many years."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, place_of

from ..policies import visible
from .sheets import LAST_PRIMARY_GRADE

_PLACES = """
SELECT e.school_class_id, e.year, c.grade, c.name, u.name
FROM enrolment_enrolment e
JOIN enrolment_schoolclass c ON c.id = e.school_class_id
JOIN units_unit u ON u.id = e.school_id
WHERE e.student_id = %s AND c.grade BETWEEN 1 AND 12
ORDER BY e.year, e.starts_on"""
_BOOKS = """
SELECT b.id, b.school_class_id, b.subject_id, s.name, s.form
FROM enrolment_classsubject b JOIN enrolment_subject s ON s.code = b.subject_id
WHERE b.school_class_id = any(%s)"""
_MARKS = """
SELECT class_subject_id, term, average, retest FROM gradebook_markrow
WHERE student_id = %s AND class_subject_id = any((SELECT %s::bigint[])::bigint[])"""
_PRIMARY_MARKS = """
SELECT class_subject_id, period, level, test FROM gradebook_primarymark
WHERE student_id = %s AND class_subject_id = any((SELECT %s::bigint[])::bigint[])"""
_RESULTS = """
SELECT school_class_id, term, rule_set, academic, adjusted_by, conduct, award, outcome FROM gradebook_result
WHERE student_id = %s AND school_class_id = any(%s)"""
_RESULT = ("rule_set", "academic", "adjusted_by", "conduct", "award", "outcome")


@dataclass
class SubjectYear:
    """A subject in a year: results by term (1, 2, 3; tenths or, by comments, 1 and 0), levels by primary period."""

    code: str
    name: str
    by_score: bool
    averages: dict[int, int | None] = field(default_factory=dict)
    retest: int | None = None
    levels: dict[int, str] = field(default_factory=dict)
    tests: dict[int, int | None] = field(default_factory=dict)


class Place(NamedTuple):
    """A class in which a pupil was, its year and grade, and the name of its school."""

    class_id: int
    year: int
    grade: int
    class_name: str
    school: str

    @property
    def is_primary(self) -> bool:
        return self.grade <= LAST_PRIMARY_GRADE


@dataclass
class YearSeen:
    """A year of a pupil in a class. ``results``: by term what ``show_results`` reads; empty where not to be seen."""

    place: Place
    subjects: list[SubjectYear] = field(default_factory=list)
    results: dict[int, dict[str, str]] = field(default_factory=dict)


def timeline(actor: Actor, student_id: int) -> list[YearSeen]:
    """The years of a pupil, the earliest first: all of them for guardians and authorities, for staff those at their
    own school: all of it for the class teacher and leaders, for others the subjects that they teach.
    """
    own = actor.kind == "guardian" and student_id in actor.student_ids
    if actor.kind == "guardian" and not own:
        return []
    places = [Place(*row) for row in _rows(_PLACES, [student_id])]
    found = {place.class_id: YearSeen(place) for place in places}
    primary, secondary = _subjects(found, _books(actor, list(found), own))
    for pk, term, average, retest in _rows(_MARKS, [student_id, list(secondary)]) if secondary else ():
        subject = secondary[pk]
        subject.averages[term] = average
        subject.retest = subject.retest if retest is None else retest
    for pk, period, level, test in _rows(_PRIMARY_MARKS, [student_id, list(primary)]) if primary else ():
        primary[pk].levels[period], primary[pk].tests[period] = level, test
    for pk, term, *said in _rows(_RESULTS, [student_id, _whole(actor, list(found), own)]):
        found[pk].results[term] = dict(zip(_RESULT, said, strict=True))
    return [one for one in found.values() if one.subjects or one.results]


def _books(actor: Actor, classes: list[int], own: bool) -> Iterable[tuple[Any, ...]]:
    if own:
        return _rows(_BOOKS, [classes])
    seen = ClassSubject.objects.filter(visible(actor), school_class_id__in=classes)
    return seen.values_list("pk", "school_class_id", "subject_id", "subject__name", "subject__form")


def _subjects(found: dict[int, YearSeen], books: Iterable[tuple[Any, ...]]) -> tuple[dict[int, SubjectYear], ...]:
    """Subjects by book, those of primary classes and the others; they are put into their years."""
    made: tuple[dict[int, SubjectYear], ...] = ({}, {})
    for pk, class_id, code, name, form in sorted(books, key=lambda one: place_of(one[2], found[one[1]].place.grade)):
        year, subject = found[class_id], SubjectYear(code, name, form == "score")
        year.subjects.append(subject)
        made[0 if year.place.is_primary else 1][pk] = subject
    return made


def _whole(actor: Actor, classes: list[int], own: bool) -> list[int]:
    """The classes of which the actor sees results too."""
    if own:
        return classes
    seen = SchoolClass.objects.filter(visible(actor, SchoolClass), pk__in=classes)
    return list(seen.values_list("pk", flat=True))


def _rows(sql: str, given: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        return cursor.execute(sql, given).fetchall()  # type: ignore[no-any-return]
