"""One pupil's year: marks, levels, comments. For the staff who may see them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass, subjects_of_class

from ..models import Conduct, MarkRow, PrimaryMark, PrimaryTraits, Result
from ..policies import may, visible
from ..rules.preschool import AGE_OF_GRADE
from ..rules.rule_sets import RuleSet, rule_set
from .plain import columns, fields_of, made
from .sheets import has_marks


@dataclass
class SubjectMarks:
    """A subject of a pupil: its rows by term 1, 2, 3, or by period 1 … 4 in primary classes."""

    book: ClassSubject
    rows: dict[int, Any] = field(default_factory=dict)


@dataclass
class PupilYear:
    """A pupil's year in a class. ``conduct``, ``traits`` and ``results`` by term or period; empty if not shown."""

    student_id: int
    school_class: SchoolClass
    rules: RuleSet
    subjects: list[SubjectMarks]
    conduct: dict[int, Conduct] = field(default_factory=dict)
    traits: dict[int, PrimaryTraits] = field(default_factory=dict)
    results: dict[int, Result] = field(default_factory=dict)


def pupil_by_uid(actor: Actor, uid: UUID) -> Person:
    """A pupil whom the actor may look up: taught, led, or of the school. Raises ``NotFound`` otherwise.

    The address of a record that has been merged leads to the pupil whose second one it was.
    """
    who = Person.objects.filter(uid=uid).values(heir=Coalesce("merged_into_id", "pk"))
    books = ClassSubject.objects.filter(visible(actor)).values("school_class_id")
    places = Enrolment.objects.filter(student_id__in=who, school_class_id__in=books).select_related("student")
    found = places.first() or _young(actor, who)
    if found is None:
        raise NotFound(
            _("Không tìm thấy học sinh này."), hint=_("Thầy cô chỉ xem được học sinh mình dạy hoặc chủ nhiệm.")
        )
    return found.student


def _young(actor: Actor, who: Any) -> Enrolment | None:
    """The place of a child of a preschool, whose classes have no books."""
    led = SchoolClass.objects.filter(visible(actor, SchoolClass), grade__in=AGE_OF_GRADE).values("pk")
    return Enrolment.objects.filter(student_id__in=who, school_class_id__in=led).select_related("student").first()


def years_of_pupil(student_id: int) -> list[Enrolment]:
    """Where a pupil is and was, the latest first, with the classes; within the scope of whoever asks."""
    rows = Enrolment.objects.filter(student_id=student_id)
    return list(rows.select_related("school_class").order_by("-year", "-starts_on"))


def marks_of_student(actor: Actor, student_id: int, year: int) -> PupilYear | None:
    """A pupil's year as the actor may see it: all of it for homeroom teachers, leaders and authorities, for other
    teachers their own subjects. ``None`` if there is nothing to see; families ask ``own_year``. Five queries.
    """
    place = None if actor.kind == "guardian" else _place(actor, student_id, year)
    if place is None or not has_marks(place[0]):
        return None
    school_class, books = place
    found = PupilYear(student_id, school_class, rule_set(school_class.grade, year), [*map(SubjectMarks, books)])
    _fill_subjects(found)
    if may(actor, "read", school_class):
        _fill_class_part(found)
    return found if found.subjects or found.results else None


def _place(actor: Actor, student_id: int, year: int) -> tuple[SchoolClass, list[ClassSubject]] | None:
    """The class of a pupil and the books of it that the actor may see."""
    places = Enrolment.objects.filter(student_id=student_id, year=year).select_related("school_class__homeroom")
    place = places.order_by("-starts_on").first()
    return (place.school_class, subjects_of_class(place.school_class, visible(actor))) if place else None


def _fill_subjects(found: PupilYear) -> None:
    by_book = {one.book.pk: one for one in found.subjects}
    where = [found.school_class.school_id, found.student_id, list(by_book)]
    for row in _rows(PrimaryMark if found.rules.is_primary else MarkRow, "class_subject_id = any(%s)", where):
        by_book[row.class_subject_id].rows[row.period if found.rules.is_primary else row.term] = row


def _fill_class_part(found: PupilYear) -> None:
    where, mine = "school_class_id = %s", [found.school_class.school_id, found.student_id, found.school_class.pk]
    found.results = {row.term: row for row in _rows(Result, where, mine)}
    if found.rules.is_primary:
        found.traits = {row.period: row for row in _rows(PrimaryTraits, where, mine)}
    else:
        found.conduct = {row.term: row for row in _rows(Conduct, where, mine)}


def _rows(model: type[Model], where: str, given: list[Any]) -> list[Any]:
    """A pupil's rows at a school."""
    names = fields_of(model)
    sql = f"SELECT {columns('r', names)} FROM {model._meta.db_table} r WHERE school_id = %s AND student_id = %s"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} AND {where}", given)
        return [made(model, names, row) for row in cursor.fetchall()]
