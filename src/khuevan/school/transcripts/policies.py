"""Who may do what to transcripts: the way of a transcript, the order of its signatures, and the grants."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_noop

from khuevan.kernel.grants import Grant, allows, among, filters, grant
from khuevan.platform.approvals.api import SYSTEM, Process, Transition
from khuevan.platform.signing.ports import Scheme, Stage
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, stood_in_books, stood_in_homerooms

from .models import Delegation, Version
from .rules.document import BOUND, CONTENT, HOMEROOM, INFO

STATES = {
    "draft": gettext_noop("Đang lập"),
    "subject_signed": gettext_noop("Đủ chữ ký môn học"),
    "homeroom_signed": gettext_noop("Chủ nhiệm đã ký"),
    "principal_signed": gettext_noop("Hiệu trưởng đã ký"),
    "issued": gettext_noop("Đã phát hành"),
    "submitted": gettext_noop("Đã gửi Sở"),
    "returned": gettext_noop("Sở trả lại"),
    "accepted": gettext_noop("Sở đã tiếp nhận"),
    "superseded": gettext_noop("Đã được thay thế"),
    "revoked": gettext_noop("Đã thu hồi"),
}
TEACHING, LEADING = frozenset({"teacher", "leader"}), frozenset({"leader"})
OFFICE, AUTHORITY, PROGRAM = frozenset({"leader", "clerk"}), frozenset({"authority"}), frozenset({SYSTEM})
SIGNED = ("subject_signed", "homeroom_signed", "principal_signed")
ISSUED = ("issued", "submitted", "returned", "accepted")
"""Issued and neither replaced nor revoked."""
RECEIVED = ("submitted", "returned", "accepted", "superseded", "revoked")
"""What the Sở may have seen; those that never came in have no ``submit`` step."""
PUBLIC = (*ISSUED, "superseded", "revoked")
"""What families may see and the public may verify: issued once, whatever became of it."""

TRANSCRIPT = Process(
    "transcript",
    "Học bạ số",
    STATES,
    "draft",
    (
        Transition("complete", "Đủ chữ ký môn học", ("draft",), "subject_signed", PROGRAM),
        Transition("reopen", "Mở lại vì nội dung đã thay đổi", SIGNED, "draft", PROGRAM, needs_reason=True, back=True),
        Transition("sign_homeroom", "Ký phần chủ nhiệm", ("subject_signed",), "homeroom_signed", TEACHING),
        Transition("sign_principal", "Duyệt và ký", ("homeroom_signed",), "principal_signed", LEADING),
        Transition("issue", "Đóng dấu và phát hành", ("principal_signed",), "issued", OFFICE),
        Transition("submit", "Gửi Sở", ("issued",), "submitted", OFFICE),
        Transition("accept", "Tiếp nhận", ("submitted",), "accepted", AUTHORITY),
        Transition("return", "Trả lại", ("submitted",), "returned", AUTHORITY, needs_reason=True, back=True),
        Transition(
            "correct", "Thay bằng bản mới", ("issued", "returned", "accepted"), "superseded", LEADING, True, True
        ),
        Transition("revoke", "Thu hồi", ("issued", "returned", "accepted"), "revoked", LEADING, True, True),
    ),
)

HEADS, DEPUTIES = ("Hiệu trưởng",), ("Phó hiệu trưởng", "Phó Hiệu trưởng")
SCHEME = Scheme(
    content=CONTENT,
    bound=BOUND,
    organisation="matruong",
    stages=(
        Stage("subject", "Giáo viên môn học", ("mon-*",), many=True),
        Stage("homeroom", "Giáo viên chủ nhiệm", (INFO, "mon-*", HOMEROOM)),
        Stage("principal", "Hiệu trưởng", (CONTENT,), titles=HEADS, deputies=DEPUTIES),
        Stage("seal", "Con dấu nhà trường", (CONTENT,), seal=True),
    ),
)
"""Subject → homeroom → principal → seal; each covers what it answers for and every signature before it.

A vice principal signs for the principal by a delegation of the day alone (`Delegation`).
"""


def _classes(actor: Actor) -> Any:
    """Ids of the classes in which a teacher works, whichever year."""
    if actor.person_id is None:
        return None
    taught = Q(pk__in=ClassSubject.objects.filter(teacher_id=actor.person_id).values("school_class_id"))
    taught |= Q(pk__in=ClassSubject.objects.filter(pk__in=stood_in_books(actor)).values("school_class_id"))
    led = Q(homeroom_id=actor.person_id) | Q(pk__in=stood_in_homerooms(actor))
    own = SchoolClass.objects.filter(taught | led, school_id__in=actor.school_ids)
    return own.values_list("pk", flat=True)


def _received(actor: Actor) -> tuple[str, ...]:
    return RECEIVED


def _judged(actor: Actor) -> tuple[str, ...] | None:
    """The Sở decides; other authorities only read."""
    return RECEIVED if actor.role and actor.role.unit_kind == "department" else None


def _public(actor: Actor) -> tuple[str, ...]:
    return PUBLIC


BY_MODEL: dict[type[Model], tuple[Grant, ...]] = {
    Version: (
        grant("teacher", "read", transcript__school_class_id__in=_classes),
        grant("leader", "read submit correct revoke", school_id__in="school_ids"),
        grant("clerk", "read submit", school_id__in="school_ids"),
        grant("authority", "read", case__state__in=_received),
        grant("authority", "accept return", case__state__in=_judged),
        grant("guardian", "read share", student_id__in="student_ids", case__state__in=_public),
    ),
    Delegation: (
        grant("leader", "read give withdraw", school_id__in="school_ids"),
        grant("clerk", "read", school_id__in="school_ids"),
    ),
    SchoolClass: (
        grant("teacher", "read", id__in=_classes),
        grant("teacher", "sign_homeroom", homeroom_id="person_id"),
        grant("teacher", "sign_homeroom", id__in=stood_in_homerooms),
        grant("leader", "sign_homeroom", homeroom_id="person_id"),
        grant("leader", "read sign_principal issue submit", school_id__in="school_ids"),
        grant("clerk", "read issue submit", school_id__in="school_ids"),
    ),
    ClassSubject: (
        grant("teacher", "sign_subject", teacher_id="person_id"),
        grant("teacher", "sign_subject", id__in=stood_in_books),
        grant("leader", "sign_subject", teacher_id="person_id"),
    ),
}
NOTHING = Q(pk__in=[])


def may(actor: Actor, verb: str, obj: Model) -> bool:
    """Whether ``actor`` may do ``verb`` to a version, a class or a class subject."""
    return allows(BY_MODEL[type(obj)], actor, verb, obj)


def visible(actor: Actor, verb: str = "read", model: type[Model] = Version) -> Q:
    """The rows of ``model`` to which ``actor`` may do ``verb``, as a condition of a query."""
    return reduce(or_, (Q(**conditions) for conditions in filters(BY_MODEL[model], actor, verb)), NOTHING)


def readable(actor: Actor, versions: Iterable[Version]) -> list[Version]:
    """Those of the versions at hand that ``actor`` may read; whom a right depends on is asked once for all."""
    return among(BY_MODEL[Version], actor, "read", versions)
