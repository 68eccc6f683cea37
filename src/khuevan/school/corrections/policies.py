"""Who asks for a correction, who reads the request, who decides."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext_noop

from khuevan.kernel.grants import Grant, allows, among, filters, grant
from khuevan.platform.approvals.api import Process, Transition
from khuevan.registry.accounts.api import Actor

from .models import Wish

STATES = {
    "asked": gettext_noop("Chờ nhà trường quyết định"),
    "granted": gettext_noop("Đã có quyết định đính chính"),
    "refused": gettext_noop("Không đính chính"),
    "withdrawn": gettext_noop("Đã rút đề nghị"),
}
Thing = TypeVar("Thing")
LEADER, ASKING = frozenset({"leader"}), frozenset({"teacher", "leader", "clerk", "guardian"})
CORRECTION = Process(
    "correction",
    "Đề nghị đính chính học bạ",
    STATES,
    "asked",
    (
        Transition("grant", "Quyết định đính chính", ("asked",), "granted", LEADER),
        Transition("refuse", "Không đính chính", ("asked",), "refused", LEADER, needs_reason=True, back=True),
        Transition("withdraw", "Rút đề nghị", ("asked",), "withdrawn", ASKING, back=True),
    ),
)

WISHES: tuple[Grant, ...] = (
    grant("teacher", "read withdraw", school_id__in="school_ids", asked_by="user_id"),
    grant("leader", "read decide", school_id__in="school_ids"),
    grant("leader", "withdraw", school_id__in="school_ids", asked_by="user_id"),
    grant("clerk", "read", school_id__in="school_ids"),
    grant("clerk", "withdraw", school_id__in="school_ids", asked_by="user_id"),
    grant("guardian", "read", student_id__in="student_ids"),
    grant("guardian", "withdraw", student_id__in="student_ids", asked_by="user_id"),
)
"""Who may read an issued version may ask; whether they may read it is the transcripts' to say."""


def may(actor: Actor, verb: str, wish: Wish) -> bool:
    """Whether ``actor`` may read, withdraw or decide a request."""
    return allows(WISHES, actor, verb, wish)


def visible(actor: Actor, verb: str = "read") -> Q:
    """The requests to which ``actor`` may do ``verb``."""
    return reduce(or_, (Q(**found) for found in filters(WISHES, actor, verb)), Q(pk__in=[]))


def readable(actor: Actor, wishes: Iterable[Thing]) -> list[Thing]:
    """Those of the requests at hand, as records or as tuples, that ``actor`` may read."""
    return among(WISHES, actor, "read", wishes)
