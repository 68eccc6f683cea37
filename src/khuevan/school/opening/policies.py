"""Who prepares a new year, and who opens it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, allows, filters, grant
from khuevan.registry.accounts.api import Actor

from .models import Plan

PLANS: tuple[Grant, ...] = (
    grant("leader", "plan open", school_id__in="school_ids"),
    grant("clerk", "plan", school_id__in="school_ids"),
)
"""Clerks prepare; leaders also open, undo and close."""


def visible(actor: Actor) -> Q:
    """The plans that an actor may work on."""
    ways = [Q(**found) for found in filters(PLANS, actor, "plan")]
    return ways[0] if ways else Q(pk__in=[])


def demand(actor: Actor, verb: str, school_id: int) -> None:
    """Raise ``NotAllowed`` unless the actor may "plan" or "open" the years of a school."""
    if not allows(PLANS, actor, verb, Plan(school_id=school_id)):
        raise NotAllowed(
            _("Chỉ lãnh đạo nhà trường được mở và đóng năm học.")
            if verb == "open"
            else _("Chỉ lãnh đạo và văn thư lập được kế hoạch năm học."),
            hint=_("Hãy đổi sang vai trò ở trường nếu thầy cô có."),
        )
