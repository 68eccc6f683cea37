"""Who orders checks and sets deadlines, who reads what was found."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, allows, grant
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import Unit


def _any_school(actor: Actor) -> tuple[str, ...] | None:
    """A department and the ministry oversee every school; a commune those of its scope."""
    return ("school",) if actor.role and actor.role.unit_kind in ("department", "ministry") else None


SCHOOLS: tuple[Grant, ...] = (
    grant("leader", "read", id__in="school_ids"),
    grant("clerk", "read", id__in="school_ids"),
    grant("authority", "read", id__in="school_ids"),
    grant("authority", "read", kind__in=_any_school),
)


def may(actor: Actor, verb: str, school: Unit) -> bool:
    """Whether ``actor`` may ``read`` what was found in the transcripts of a school."""
    return allows(SCHOOLS, actor, verb, school)


def judges(actor: Actor) -> bool:
    """Whether the actor checks, takes in, returns and sets deadlines: the Sở, not a commune and not the Ministry."""
    return actor.kind == "authority" and bool(actor.role and actor.role.unit_kind == "department")


def demand_judging(actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor acts for the Sở."""
    if not judges(actor):
        raise NotAllowed(
            _("Chỉ Sở Giáo dục và Đào tạo được kiểm tra, tiếp nhận, trả lại học bạ và đặt hạn nộp."),
            hint=_("Hãy đổi sang vai trò ở Sở nếu thầy cô có."),
        )
