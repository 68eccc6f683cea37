"""Who copies paper transcripts, who certifies, who reads."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_noop

from khuevan.kernel.grants import Grant, allows, filters, grant
from khuevan.platform.approvals.api import SYSTEM, Process, Transition
from khuevan.platform.signing.ports import Scheme, Stage
from khuevan.registry.accounts.api import Actor

from .models import PaperYear

STATES = {
    "entered": gettext_noop("Chờ lãnh đạo chứng nhận"),
    "certified": gettext_noop("Đã chứng nhận theo học bạ giấy"),
    "withdrawn": gettext_noop("Đã rút"),
}
LEADER, OFFICE = frozenset({"leader"}), frozenset({"leader", "clerk"})
PAPER_YEAR = Process(
    "paper_year",
    "Năm học theo học bạ giấy",
    STATES,
    "entered",
    (
        Transition("certify", "Ký chứng nhận", ("entered",), "certified", LEADER),
        Transition("carry", "Nhận cùng hồ sơ từ trường cũ", ("entered",), "certified", frozenset({SYSTEM})),
        Transition("drop", "Bỏ bản nhập", ("entered",), "withdrawn", OFFICE, needs_reason=True, back=True),
        Transition("revoke", "Rút chứng nhận", ("certified",), "withdrawn", LEADER, needs_reason=True, back=True),
    ),
)

CONTENT = "hocbagiay"
SCHEME = Scheme(
    content=CONTENT,
    organisation="matruong",
    stages=(
        Stage("principal", "Hiệu trưởng", (CONTENT,), titles=("Hiệu trưởng", "Phó hiệu trưởng", "Phó Hiệu trưởng")),
    ),
)
"""One signature over the whole certificate."""


def _certified(actor: Actor) -> tuple[str, ...]:
    return ("certified",)


YEARS: tuple[Grant, ...] = (
    grant("leader", "read enter certify drop revoke", school_id__in="school_ids"),
    grant("clerk", "read enter drop", school_id__in="school_ids"),
    grant("teacher", "read", school_id__in="school_ids", case__state__in=_certified),
    grant("authority", "read", case__state__in=_certified),
    grant("guardian", "read", student_id__in="student_ids", case__state__in=_certified),
)


def may(actor: Actor, verb: str, year: PaperYear) -> bool:
    """Whether ``actor`` may read, enter, certify, drop or revoke a year."""
    return allows(YEARS, actor, verb, year)


def visible(actor: Actor, verb: str = "read") -> Q:
    """The years to which ``actor`` may do ``verb``."""
    return reduce(or_, (Q(**found) for found in filters(YEARS, actor, verb)), Q(pk__in=[]))
