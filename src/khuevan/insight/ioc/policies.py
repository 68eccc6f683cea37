"""Who sets bounds and who takes up what crossed them."""

from django.utils.translation import gettext as _

from khuevan.insight.statistics.api import may as may_statistics
from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.registry.accounts.api import Actor


def may(actor: Actor, verb: str, school_id: int | None = None) -> bool:
    """``read`` and ``take`` (up) alarms within the scope: leaders, clerks, authorities; ``set`` rules: the Sở.

    A leader takes up those of the own school.
    """
    if verb == "set":
        return may_statistics(actor, "define")
    if verb == "take":
        return actor.kind == "authority" or (actor.kind == "leader" and school_id in actor.school_ids)
    return may_statistics(actor, "read")


def demand(actor: Actor, verb: str, school_id: int | None = None) -> None:
    """Raise ``NotFound`` where the pages are not the actor's, ``NotAllowed`` where only looking is allowed."""
    if not may(actor, "read"):
        raise NotFound(_("Trang này dành cho lãnh đạo trường và cơ quan quản lý."))
    if not may(actor, verb, school_id):
        raise NotAllowed(
            _("Anh chị không được làm việc này."),
            hint=_("Ngưỡng do Sở đặt; lãnh đạo trường nhận việc của trường mình."),
        )
