"""Who may do what to the register, and the way of a transfer."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext_noop

from khuevan.kernel.grants import Grant, allows, among, filters, grant
from khuevan.platform.approvals.api import Process, Transition
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Affiliation
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment

from .models import Dossier, LifeEvent, Transfer

STATES = {
    "asked": gettext_noop("Chờ trường chuyển đến trả lời"),
    "agreed": gettext_noop("Chờ trường đang học cho chuyển"),
    "released": gettext_noop("Đã chuyển trường"),
    "refused": gettext_noop("Không tiếp nhận"),
    "withdrawn": gettext_noop("Đã rút đơn"),
}
OPEN = ("asked", "agreed")
OFFICE, ASKING = frozenset({"leader", "clerk"}), frozenset({"leader", "clerk", "guardian"})

TRANSFER = Process(
    "transfer",
    "Chuyển trường",
    STATES,
    "asked",
    (
        Transition("agree", "Đồng ý tiếp nhận", ("asked",), "agreed", OFFICE),
        Transition("refuse", "Không tiếp nhận", OPEN, "refused", OFFICE, needs_reason=True, back=True),
        Transition("withdraw", "Rút đơn", OPEN, "withdrawn", ASKING, needs_reason=True, back=True),
        Transition("release", "Cho chuyển", ("agreed",), "released", OFFICE),
    ),
)
SIDES = {"agree": "in", "refuse": "in", "withdraw": "out", "release": "out"}
"""On which side a step is taken: the receiving school answers, the sending one releases or takes back."""


def _led(actor: Actor) -> Any:
    """Pupils of the classes that a teacher leads."""
    if actor.person_id is None:
        return None
    own = Enrolment.objects.filter(school_class__homeroom_id=actor.person_id, school_id__in=actor.school_ids)
    return own.values_list("student_id", flat=True)


def _sending(actor: Actor) -> tuple[str, ...]:
    return ("out",)


def _receiving(actor: Actor) -> tuple[str, ...]:
    return ("in",)


def _own_side(*verbs: str) -> tuple[Grant, ...]:
    """The office of the school on whose side a step is taken."""
    return tuple(
        grant(kind, verb, school_id__in="school_ids", side__in=_sending if SIDES[verb] == "out" else _receiving)
        for kind in ("leader", "clerk")
        for verb in verbs
    )


BY_MODEL: dict[type[Model], tuple[Grant, ...]] = {
    Unit: (
        grant("leader", "register", id__in="school_ids"),
        grant("clerk", "register", id__in="school_ids"),
    ),
    Affiliation: (
        grant("leader", "read write", school_id__in="school_ids"),
        grant("clerk", "read write", school_id__in="school_ids"),
        grant("teacher", "read", school_id__in="school_ids", person_id__in=_led),
        grant("authority", "read"),
        grant("guardian", "read ask", person_id__in="student_ids"),
    ),
    LifeEvent: (
        grant("leader", "read undo", school_id__in="school_ids"),
        grant("clerk", "read undo", school_id__in="school_ids"),
        grant("teacher", "read", school_id__in="school_ids", student_id__in=_led),
        grant("authority", "read"),
        grant("guardian", "read", student_id__in="student_ids"),
    ),
    Transfer: (
        grant("leader", "read", school_id__in="school_ids"),
        grant("clerk", "read", school_id__in="school_ids"),
        grant("authority", "read"),
        grant("guardian", "read", student_id__in="student_ids"),
        grant("guardian", "withdraw", student_id__in="student_ids", side__in=_sending),
        *_own_side(*SIDES),
    ),
    Dossier: (
        grant("leader", "read", school_id__in="school_ids"),
        grant("clerk", "read", school_id__in="school_ids"),
        grant("teacher", "read", school_id__in="school_ids", student_id__in=_led),
        grant("authority", "read"),
        grant("guardian", "read", student_id__in="student_ids"),
    ),
}
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING
Thing = TypeVar("Thing")


def may(actor: Actor, verb: str, obj: Model) -> bool:
    """Whether ``actor`` may do ``verb`` to a school (register), a pupil's affiliation, an event, a transfer's side."""
    return allows(BY_MODEL[type(obj)], actor, verb, obj)


def visible(actor: Actor, model: type[Model], verb: str = "read") -> Q:
    """The rows of ``model`` to which ``actor`` may do ``verb``, as a condition of a query."""
    ways = (Q(**found) if found else EVERYTHING for found in filters(BY_MODEL[model], actor, verb))
    return reduce(or_, ways, NOTHING)


def readable(actor: Actor, model: type[Model], things: Iterable[Thing]) -> list[Thing]:
    """Those of the rows of ``model`` at hand, as records or as tuples, that ``actor`` may read."""
    return among(BY_MODEL[model], actor, "read", things)
