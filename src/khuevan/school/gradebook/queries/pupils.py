"""One pupil's year: marks, levels, comments. For families and for the staff who may see them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person, staff_names
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass, subjects_of_class

from ..models import Conduct, MarkRow, PrimaryMark, PrimaryTraits, Result
from ..policies import may, visible
from ..rules.rule_sets import RuleSet, rule_set


@dataclass
class SubjectMarks:
    """A subject of a pupil: its rows by term 1, 2, 3, or by period 1 … 4 in primary classes.

    ``teacher`` is named for families, to whom the database shows no teacher but by name.
    """

    book: ClassSubject
    teacher: str = ""
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
    found = places.first()
    if found is None:
        raise NotFound(
            _("Không tìm thấy học sinh này."), hint=_("Thầy cô chỉ xem được học sinh mình dạy hoặc chủ nhiệm.")
        )
    return found.student


def years_of_pupil(student_id: int) -> list[Enrolment]:
    """Where a pupil is and was, the latest first, with the classes; within the scope of whoever asks."""
    rows = Enrolment.objects.filter(student_id=student_id, school_class__grade__range=(1, 12))
    return list(rows.select_related("school_class").order_by("-year", "-starts_on"))


def marks_of_student(actor: Actor, student_id: int, year: int) -> PupilYear | None:
    """A pupil's year as the actor may see it: all of it for guardians, homeroom teachers, leaders and authorities,
    for other teachers their own subjects. ``None`` if there is nothing to see. Six or seven queries.
    """
    places = Enrolment.objects.filter(student_id=student_id, year=year).select_related("school_class__homeroom")
    place = places.order_by("-starts_on").first()
    own = actor.kind == "guardian" and student_id in actor.student_ids
    if place is None or not (own or actor.kind != "guardian"):
        return None
    school_class = place.school_class
    books = subjects_of_class(school_class, None if own else visible(actor))
    rules = rule_set(school_class.grade, year)
    names = staff_names(book.teacher_id for book in books) if own else {}
    subjects = [SubjectMarks(book, names.get(book.teacher_id or 0, "")) for book in books]
    found = PupilYear(student_id, school_class, rules, subjects)
    _fill_subjects(found)
    if own or may(actor, "read", school_class):
        _fill_class_part(found)
    return found if found.subjects or found.results else None


def _fill_subjects(found: PupilYear) -> None:
    model: Any = PrimaryMark if found.rules.is_primary else MarkRow
    by_book = {one.book.pk: one for one in found.subjects}
    rows = model.objects.filter(
        school_id=found.school_class.school_id, class_subject_id__in=list(by_book), student_id=found.student_id
    )
    for row in rows:
        by_book[row.class_subject_id].rows[row.period if found.rules.is_primary else row.term] = row


def _fill_class_part(found: PupilYear) -> None:
    mine = {
        "school_id": found.school_class.school_id,
        "school_class_id": found.school_class.pk,
        "student_id": found.student_id,
    }
    found.results = {row.term: row for row in Result.objects.filter(**mine)}
    if found.rules.is_primary:
        found.traits = {row.period: row for row in PrimaryTraits.objects.filter(**mine)}
    else:
        found.conduct = {row.term: row for row in Conduct.objects.filter(**mine)}
