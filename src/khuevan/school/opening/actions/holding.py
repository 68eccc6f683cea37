"""Changes of a draft, one after the other."""

from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.clock import TIME_ZONE, now
from khuevan.kernel.errors import Conflict
from khuevan.registry.accounts.api import Actor

from ..models import Plan
from ..policies import demand

BOOK = "years"


def change(actor: Actor, plan: Plan, revision: int, **new: Any) -> None:
    """Take the draft for a change, with new values of its own fields.

    ``revision``: what the actor's page had seen. Raises ``NotAllowed``, and ``Conflict`` where somebody else changed
    the plan meanwhile or the year is open already.
    """
    demand(actor, "plan", plan.school_id)
    held = Plan.objects.filter(pk=plan.pk, revision=revision, opened_at=None)
    if held.update(revision=revision + 1, touched_by=actor.name, touched_at=now(), **new):
        plan.refresh_from_db()
        return
    plan.refresh_from_db()
    if plan.opened_at:
        raise Conflict(_("Năm học %(year)s đã mở.") % {"year": plan}, hint=_("Tải lại trang."), code="opened")
    at = plan.touched_at.astimezone(TIME_ZONE)
    raise Conflict(
        _("%(name)s vừa sửa kế hoạch này lúc %(at)s.") % {"name": plan.touched_by, "at": f"{at:%H:%M}"},
        hint=_("Tải lại trang để thấy thay đổi, rồi làm lại bước này."),
        code="revision",
    )
