"""Classes and who is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person

from ..models import Enrolment, SchoolClass
from ..policies import may, visible


@dataclass(frozen=True)
class Pupil:
    """A pupil in a class list. ``left_on`` is set once the pupil has left the class."""

    id: int
    uid: UUID
    code: str
    name: str
    number: int
    left_on: date | None
    note: str


_FIELDS = ("student_id", "uid", "code", "name", "number", "ends_on", "note")
_CLASS_FIELDS = tuple(field.attname for field in SchoolClass._meta.concrete_fields)
_CLASS = f"""
SELECT {", ".join(f"c.{name}" for name in _CLASS_FIELDS)}, p.full_name
FROM enrolment_schoolclass c LEFT JOIN people_person p ON p.id = c.homeroom_id
WHERE c.uid = %s"""  # noqa: S608 - our own names


def class_list(school_class: SchoolClass, students: Iterable[int] | None = None) -> list[Pupil]:
    """Everybody who is or was in a class, in the order of the list; who came back stands there once.

    ``students`` (person ids) limits it to some pupils.
    """
    entries = Enrolment.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk)
    if students is not None:
        entries = entries.filter(student_id__in=list(students))
    names = {"uid": F("student__uid"), "code": F("student__code"), "name": F("student__full_name")}
    rows = entries.annotate(**names).order_by("number", "starts_on").values_list(*_FIELDS)
    latest = {row[0]: Pupil(*row) for row in rows}
    return list(latest.values())


def class_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> SchoolClass:
    """A class to which the actor may do ``verb``, with the name of who leads it; plain SQL: lists are opened all day.

    Raises ``NotFound`` as if others did not exist.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLASS, [uid])
        row = cursor.fetchone()
    if row is not None:
        found = SchoolClass.from_db(connection.alias, _CLASS_FIELDS, row[:-1])
        if row[-1] is not None:
            found.homeroom = Person.from_db(connection.alias, ("id", "full_name"), (found.homeroom_id, row[-1]))
        if may(actor, verb, found):
            return found
    raise NotFound(_("Không tìm thấy lớp này."), hint=_("Lớp không có, hoặc không do thầy cô phụ trách."))


def classes_of(actor: Actor, year: int, verb: str = "read") -> QuerySet[SchoolClass]:
    """The classes of a year to which the actor may do ``verb`` ("lead": those of the homeroom teacher)."""
    found = SchoolClass.objects.filter(visible(actor, verb), year=year).select_related("homeroom")
    return found.order_by("grade", Length("name"), "name")
