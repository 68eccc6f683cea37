"""Who sets the calendar, who asks to open a column again and who decides."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, allows, any_way, filters, grant
from khuevan.platform.approvals.api import Process, Transition
from khuevan.registry.accounts.api import Actor

from .models import Reopening

STATES = {
    "asked": gettext_noop("Chờ duyệt"),
    "granted": gettext_noop("Đã mở lại"),
    "refused": gettext_noop("Không đồng ý"),
    "withdrawn": gettext_noop("Đã rút"),
    "closed": gettext_noop("Đã đóng lại"),
}
TEACHER, LEADER = frozenset({"teacher"}), frozenset({"leader"})
REOPENING = Process(
    "reopening",
    "Đề nghị mở lại cột",
    STATES,
    "asked",
    (
        Transition("grant", "Đồng ý mở lại", ("asked",), "granted", LEADER),
        Transition("refuse", "Không đồng ý", ("asked",), "refused", LEADER, needs_reason=True, back=True),
        Transition("withdraw", "Rút đề nghị", ("asked",), "withdrawn", TEACHER, back=True),
        Transition("close", "Đóng lại sớm", ("granted",), "closed", LEADER, needs_reason=True, back=True),
    ),
)

REQUESTS: tuple[Grant, ...] = (
    grant("teacher", "read withdraw", school_id__in="school_ids", asked_by_id="person_id"),
    grant("leader", "read decide", school_id__in="school_ids"),
    grant("clerk", "read", school_id__in="school_ids"),
    grant("authority", "read"),
)
"""Requests to open a column again. Whoever may write a book may ask: that is the gradebook's to say."""


def may(actor: Actor, verb: str, request: Reopening) -> bool:
    """Whether ``actor`` may read, withdraw or decide a request."""
    return allows(REQUESTS, actor, verb, request)


def visible(actor: Actor, verb: str = "read") -> Q:
    """The requests to which ``actor`` may do ``verb``."""
    ways = [Q(**found) if found else ~Q(pk__in=[]) for found in filters(REQUESTS, actor, verb)]
    return reduce(or_, ways, Q(pk__in=[]))


def decides(actor: Actor) -> bool:
    """Whether the actor decides requests of the own schools, as `visible` says."""
    return any_way(REQUESTS, actor, "decide")


def keeps_school(actor: Actor) -> bool:
    """Whether the actor sets the calendar of the own school."""
    return actor.kind in ("leader", "clerk") and actor.unit_id in actor.school_ids


def keeps_province(actor: Actor) -> bool:
    """Whether the actor sets the windows of all schools: the Sở, not a ward and not the Ministry."""
    return actor.kind == "authority" and bool(actor.role and actor.role.unit_kind == "department")


def demand_keeping(actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor sets a calendar."""
    if not (keeps_school(actor) or keeps_province(actor)):
        raise NotAllowed(
            _("Chỉ lãnh đạo, văn thư nhà trường và Sở được đặt lịch nhập điểm."),
            hint=_("Hãy đổi sang vai trò ở trường hoặc ở Sở nếu thầy cô có."),
        )
