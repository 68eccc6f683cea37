"""Profiles are the office's; class teachers read those of the own pupils; authorities see how complete schools are."""

from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.kernel.grants import Grant, allows, grant
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import Enrolment

from .models import Profile, Score


def _led(actor: Actor) -> Any:
    """Pupils of the classes that a teacher leads."""
    if actor.person_id is None:
        return None
    own = Enrolment.objects.filter(school_class__homeroom_id=actor.person_id, school_id__in=actor.school_ids)
    return own.filter(ends_on=None).values_list("student_id", flat=True)


def _pupils(actor: Actor) -> str:
    return "pupil"


PROFILES: tuple[Grant, ...] = (
    grant("leader", "read write", school_id__in="school_ids"),
    grant("clerk", "read write", school_id__in="school_ids"),
    Grant("teacher", frozenset({"read"}), {"school_id__in": "school_ids", "kind": _pupils, "person_id__in": _led}),
)
SCORES: tuple[Grant, ...] = (
    grant("leader", "read", school_id__in="school_ids"),
    grant("clerk", "read", school_id__in="school_ids"),
    grant("authority", "read"),
)


def may(actor: Actor, verb: str, obj: Profile | Score) -> bool:
    """Whether ``actor`` may read or write a profile, or read the score of a school."""
    return allows(PROFILES if isinstance(obj, Profile) else SCORES, actor, verb, obj)


def office_of(actor: Actor) -> int:
    """The school whose profiles the actor keeps. Raises ``NotFound`` for everybody else."""
    school = actor.unit_id or 0
    if not may(actor, "write", Profile(school_id=school)):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return school


def demand_write(actor: Actor, school_id: int) -> None:
    """Raises ``NotAllowed`` for whoever does not keep the profiles of a school."""
    if not may(actor, "write", Profile(school_id=school_id)):
        raise NotAllowed(
            _("Vai trò này không sửa được hồ sơ."), hint=_("Hồ sơ do lãnh đạo hoặc văn thư của trường ghi.")
        )
