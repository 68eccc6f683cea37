"""Which classes and pupils somebody may look at."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from khuevan.kernel.grants import Grant, allows, filters, grant
from khuevan.registry.accounts.api import Actor

from .models import ClassSubject, SchoolClass

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


def _taught(actor: Actor) -> Any:
    return ClassSubject.objects.filter(teacher_id=actor.person_id).values_list("school_class_id", flat=True)


CLASSES: tuple[Grant, ...] = (
    grant("teacher", "read lead contact", homeroom_id="person_id"),
    grant("teacher", "read", id__in=_taught),
    grant("leader", "read contact", school_id__in="school_ids"),
    grant("clerk", "read contact", school_id__in="school_ids"),
    grant("authority", "read"),
)
"""``lead``: the homeroom teacher's own work; ``contact``: see how families are reached. Authorities see what their
scope shows."""

BY_MODEL: dict[type[Model], tuple[Grant, ...]] = {SchoolClass: CLASSES}


def may(actor: Actor, verb: str, obj: Model) -> bool:
    """Whether ``actor`` may do ``verb`` ("read", "lead", "contact") to a class."""
    return allows(BY_MODEL[type(obj)], actor, verb, obj)


def visible(actor: Actor, verb: str = "read", model: type[Model] = SchoolClass) -> Q:
    """The classes to which ``actor`` may do ``verb``, as a condition of a query."""
    ways = (Q(**found) if found else EVERYTHING for found in filters(BY_MODEL[model], actor, verb))
    return reduce(or_, ways, NOTHING)
