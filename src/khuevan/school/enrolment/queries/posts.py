"""Posts of a school's year: who teaches and leads what, from when to when, and how much that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from khuevan.kernel.clock import today
from khuevan.registry.people.api import Person

from ..models import ClassSubject, Duty, SchoolClass, SchoolYear, Teaching
from ..policies import standing_in
from ..rules import teaching_norms as norms
from .teaching import place_of

_STAFF = """
SELECT p.id, p.full_name, p.code FROM people_person p WHERE EXISTS (
  SELECT FROM people_affiliation a WHERE a.school_id = %s AND a.person_id = p.id AND a.kind = 'staff'
    AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to >= %s)) ORDER BY p.sort_key, p.id"""
_LAST_YEAR = """
SELECT b.id, old.teacher_id FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id AND c.year = %(year)s
JOIN enrolment_schoolclass m ON m.school_id = c.school_id AND m.year = c.year - 1 AND CASE WHEN c.grade BETWEEN 6 AND 12
  AND EXISTS (SELECT FROM enrolment_schoolclass l WHERE l.school_id = c.school_id AND l.year = c.year - 1
    AND l.grade = c.grade - 1)
  THEN m.grade = c.grade - 1 AND m.name = (c.grade - 1) || substr(c.name, length(c.grade::text) + 1)
  ELSE m.grade = c.grade AND m.name = c.name END
JOIN enrolment_classsubject old ON old.school_id = m.school_id AND old.school_class_id = m.id
  AND old.subject_id = b.subject_id
WHERE b.school_id = %(school)s AND b.teacher_id IS NULL AND EXISTS (
  SELECT FROM people_affiliation a WHERE a.school_id = b.school_id AND a.person_id = old.teacher_id
    AND a.kind = 'staff' AND (a.valid_to IS NULL OR a.valid_to >= %(day)s))"""


class Colleague(NamedTuple):
    """Somebody who works at the school; ``label`` is the name, with the code where two have the same."""

    id: int
    label: str


class Cell(NamedTuple):
    """A class subject in the matrix, or a class's homeroom; ``key`` names its field."""

    key: str
    teacher: str
    stand_in: str = ""


@dataclass
class Matrix:
    """Subjects × classes with a teacher in each cell; ``None`` where a class has not the subject."""

    classes: list[SchoolClass]
    homerooms: list[Cell]
    rows: list[tuple[str, list[Cell | None]]]
    empty: int


@dataclass
class TeacherLoad:
    """What one teacher does in a week."""

    id: int
    name: str
    books: list[ClassSubject] = field(default_factory=list)
    homerooms: list[SchoolClass] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    week: norms.Load = field(default_factory=lambda: norms.Load(0, 0, 0))


def colleagues(school_id: int, day: date) -> list[Colleague]:
    """Who works at a school on a day, in the order of names; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STAFF, [school_id, day, day])
        rows = cursor.fetchall()
    names = [name for _id, name, _code in rows]
    return [Colleague(pk, f"{name} ({code})" if names.count(name) > 1 else name) for pk, name, code in rows]


def classes_in(school_id: int, year: int, grade: int | None = None) -> list[SchoolClass]:
    """The classes of a year, of all grades or of one."""
    found = SchoolClass.objects.filter(school_id=school_id, year=year)
    if grade is not None:
        found = found.filter(grade=grade)
    return list(found.order_by("grade", Length("name"), "name"))


def matrix(classes: Sequence[SchoolClass], people: Sequence[Colleague]) -> Matrix:
    """The posts of these classes; three queries however many there are."""
    labels = {one.id: one.label for one in people}
    school = classes[0].school_id if classes else 0
    books = ClassSubject.objects.filter(school_id=school, school_class__in=[one.pk for one in classes])
    found = list(books.select_related("subject"))
    lost = {one.teacher_id for one in found} | {one.homeroom_id for one in classes}
    labels |= dict(Person.objects.filter(pk__in=lost - labels.keys() - {None}).values_list("id", "full_name"))
    stands = _stand_ins(school, [one.pk for one in classes])
    by_place = {(one.subject_id, one.school_class_id): one for one in found}
    grades = {one.pk: one.grade for one in classes}
    order = {one.subject_id: (place_of(one.subject_id, grades[one.school_class_id]), one.subject.name) for one in found}
    rows = []
    for code, (_place, name) in sorted(order.items(), key=lambda item: item[1]):
        cells = [_cell("s", by_place.get((code, one.pk)), labels, stands) for one in classes]
        rows.append((name, cells))
    homerooms = [
        Cell(f"h{one.pk}", labels.get(one.homeroom_id or 0, ""), stands.get(("h", one.pk), "")) for one in classes
    ]
    gaps = sum(one.teacher_id is None for one in found) + sum(one.homeroom_id is None for one in classes)
    return Matrix(list(classes), homerooms, rows, gaps)


def _cell(kind: str, book: ClassSubject | None, labels: dict[int, str], stands: dict) -> Cell | None:
    if book is None:
        return None
    return Cell(f"{kind}{book.pk}", labels.get(book.teacher_id or 0, ""), stands.get((kind, book.pk), ""))


def _stand_ins(school_id: int, classes: Iterable[int]) -> dict[tuple[str, int], str]:
    day = today()
    rows = Teaching.objects.filter(school_id=school_id, school_class__in=list(classes), stands_for__isnull=False)
    rows = rows.filter(starts_on__lte=day, ends_on__gte=day).select_related("teacher")
    return {
        ("s", one.class_subject_id) if one.class_subject_id else ("h", one.school_class_id): one.teacher.full_name
        for one in rows
    }


def loads(year: SchoolYear, people: Sequence[Colleague]) -> list[TeacherLoad]:
    """The week of everybody who works at the school, in the order of names; three queries."""
    found = {one.id: TeacherLoad(one.id, one.label) for one in people}
    where = {"school_id": year.school_id, "teacher__in": list(found)}
    books = ClassSubject.objects.filter(**where, school_class__year=year.year).select_related("school_class", "subject")
    for book in books.order_by("school_class__grade", "school_class__name"):
        found[book.teacher_id or 0].books.append(book)
    for one in classes_in(year.school_id, year.year):
        if one.homeroom_id in found:
            found[one.homeroom_id].homerooms.append(one)
    for duty in Duty.objects.filter(**where, year=year.year).order_by("title"):
        found[duty.teacher_id].duties.append(duty)
    owed = norms.norms_on(year.starts_on)
    for line in found.values():
        line.week = norms.load(
            [(book.school_class.grade, book.lessons) for book in line.books],
            [one.grade for one in line.homerooms],
            sum(duty.lessons for duty in line.duties),
            owed,
        )
    return list(found.values())


def stand_ins_of(year: SchoolYear) -> QuerySet[Teaching]:
    """Everybody who stands in, or did, in a year, the latest first."""
    rows = Teaching.objects.filter(school_id=year.school_id, school_class__year=year.year, stands_for__isnull=False)
    return rows.select_related("teacher", "stands_for", "school_class", "class_subject__subject").order_by("-starts_on")


def history_of(year: SchoolYear) -> QuerySet[Teaching]:
    """Posts that changed hands in a year: who held them from when to when."""
    own = Teaching.objects.filter(school_id=year.school_id, school_class__year=year.year, stands_for=None)
    moved = own.filter(~Q(starts_on=year.starts_on) | Q(ends_on__isnull=False))
    rows = moved.select_related("teacher", "school_class", "class_subject__subject")
    return rows.order_by("-starts_on", "school_class__grade", "school_class__name")


def teachers_of_last_year(year: SchoolYear) -> list[tuple[int, int]]:
    """For class subjects without a teacher: (class subject id, who taught it last year and still works here).

    Secondary teachers go up with their class, primary ones stay with their grade.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST_YEAR, {"school": year.school_id, "year": year.year, "day": today()})
        return [(book, teacher) for book, teacher in cursor.fetchall()]


def standing(person_id: int | None) -> tuple[frozenset[int], frozenset[int]]:
    """Where somebody stands in today: ids of class subjects, and of classes that they lead; one query."""
    rows = list(standing_in(person_id).values_list("class_subject_id", "school_class_id"))
    return (
        frozenset(book for book, _class in rows if book is not None),
        frozenset(school_class for book, school_class in rows if book is None),
    )
