"""Which classes and pupils somebody may look at, and who gives out the teaching."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, allows, filters, grant
from khuevan.registry.accounts.api import Actor

from .models import ClassSubject, SchoolClass, SchoolYear, Teaching

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


def _taught(actor: Actor) -> Any:
    return ClassSubject.objects.filter(teacher_id=actor.person_id).values_list("school_class_id", flat=True)


def standing_in(person_id: int | None) -> QuerySet[Teaching]:
    """Where a person stands in for somebody today."""
    day = today()
    return Teaching.objects.filter(teacher_id=person_id, stands_for__isnull=False, starts_on__lte=day, ends_on__gte=day)


def stood_in_books(actor: Actor) -> Any:
    """Ids of the class subjects in which the actor stands in today; asked for only where the own ones do not fit."""
    return standing_in(actor.person_id).filter(class_subject__isnull=False).values_list("class_subject_id", flat=True)


def stood_in_homerooms(actor: Actor) -> Any:
    """Ids of the classes whose homeroom teacher the actor stands in for today."""
    return standing_in(actor.person_id).filter(class_subject=None).values_list("school_class_id", flat=True)


def _visited(actor: Actor) -> Any:
    return standing_in(actor.person_id).values_list("school_class_id", flat=True)


CLASSES: tuple[Grant, ...] = (
    grant("teacher", "read lead contact", homeroom_id="person_id"),
    grant("teacher", "read", id__in=_taught),
    grant("teacher", "lead", id__in=stood_in_homerooms),
    grant("teacher", "read", id__in=_visited),
    grant("leader", "read contact", school_id__in="school_ids"),
    grant("clerk", "read contact", school_id__in="school_ids"),
    grant("authority", "read"),
)
"""``lead``: the homeroom teacher's own work; ``contact``: see how families are reached. Authorities see what their
scope shows."""

YEARS: tuple[Grant, ...] = (
    grant("leader", "read assign", school_id__in="school_ids"),
    grant("clerk", "read assign", school_id__in="school_ids"),
)
"""``assign``: say who teaches and leads which class."""

BY_MODEL: dict[type[Model], tuple[Grant, ...]] = {SchoolClass: CLASSES, SchoolYear: YEARS}


def may(actor: Actor, verb: str, obj: Model) -> bool:
    """Whether ``actor`` may do ``verb`` to a class ("read", "lead", "contact") or a year ("read", "assign")."""
    return allows(BY_MODEL[type(obj)], actor, verb, obj)


def visible(actor: Actor, verb: str = "read", model: type[Model] = SchoolClass) -> Q:
    """The classes to which ``actor`` may do ``verb``, as a condition of a query."""
    ways = (Q(**found) if found else EVERYTHING for found in filters(BY_MODEL[model], actor, verb))
    return reduce(or_, ways, NOTHING)


def demand_assigning(actor: Actor, year: SchoolYear) -> None:
    """Raise ``NotAllowed`` unless the actor gives out the teaching of a school's year."""
    if not may(actor, "assign", year):
        raise NotAllowed(
            _("Chỉ lãnh đạo và văn thư nhà trường được phân công."),
            hint=_("Hãy đổi sang vai trò ở trường nếu thầy cô có."),
        )
