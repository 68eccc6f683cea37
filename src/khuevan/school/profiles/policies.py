"""Profiles are the office's: leaders and clerks of the school; the Sở and communes see how complete they are."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.kernel.grants import Grant, allows, grant
from khuevan.registry.accounts.api import Actor

from .models import Profile, Score

PROFILES: tuple[Grant, ...] = (
    grant("leader", "read write", school_id__in="school_ids"),
    grant("clerk", "read write", school_id__in="school_ids"),
)
SCORES: tuple[Grant, ...] = (
    grant("leader", "read", school_id__in="school_ids"),
    grant("clerk", "read", school_id__in="school_ids"),
    grant("authority", "read"),
)


def may(actor: Actor, verb: str, obj: Profile | Score) -> bool:
    """Whether ``actor`` may read or write the profiles of the school of ``obj``, or read its score."""
    return allows(PROFILES if isinstance(obj, Profile) else SCORES, actor, verb, obj)


def office_of(actor: Actor, verb: str = "read") -> int:
    """The school whose profiles the actor keeps. Raises ``NotFound`` for everybody else."""
    school = actor.unit_id or 0
    if not may(actor, verb, Profile(school_id=school)):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return school


def demand_write(actor: Actor, school_id: int) -> None:
    """Raises ``NotAllowed`` for whoever does not keep the profiles of a school."""
    if not may(actor, "write", Profile(school_id=school_id)):
        raise NotAllowed(
            _("Vai trò này không sửa được hồ sơ."), hint=_("Hồ sơ do lãnh đạo hoặc văn thư của trường ghi.")
        )
