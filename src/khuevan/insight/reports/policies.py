"""Who reads reports, who freezes them, who asks for them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.insight.statistics.api import may as may_statistics
from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.platform.signing.ports import Scheme, Stage
from khuevan.registry.accounts.api import Actor

CONTENT = "baocaothongke"
SCHEME = Scheme(
    content=CONTENT,
    organisation="matruong",
    stages=(
        Stage("principal", "Hiệu trưởng", (CONTENT,), titles=("Hiệu trưởng", "Phó hiệu trưởng", "Phó Hiệu trưởng")),
    ),
)
"""One signature over everything, by a leader."""
_REFUSALS = {
    "freeze": gettext_noop("Chỉ lãnh đạo nhà trường được chốt và điều chỉnh báo cáo của trường."),
    "open": gettext_noop("Chỉ Sở được mở đợt báo cáo và chốt số toàn tỉnh."),
}


def may(actor: Actor, verb: str) -> bool:
    """``read``: leaders and clerks their school's, authorities what they oversee. ``freeze``: a leader the own
    school's, corrections too. ``open`` rounds, and freeze the whole: the Sở.
    """
    if verb == "freeze":
        return actor.kind == "leader" and actor.unit_id in actor.school_ids
    if verb == "open":
        return may_statistics(actor, "define")
    return may_statistics(actor, "read")


def demand(actor: Actor, verb: str) -> None:
    """Raise ``NotFound`` where the pages are not the actor's, ``NotAllowed`` where only looking is allowed."""
    if not may(actor, "read"):
        raise NotFound(_("Trang này dành cho lãnh đạo trường, văn thư và cơ quan quản lý."))
    if not may(actor, verb):
        raise NotAllowed(_(_REFUSALS[verb]), hint=_("Hãy đổi sang vai trò ấy nếu có, hoặc nhờ người có quyền."))
