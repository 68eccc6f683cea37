"""Who may look at figures and who may say what an indicator is."""

from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.registry.accounts.api import Actor

_READERS = ("leader", "clerk", "authority")


def may(actor: Actor, verb: str) -> bool:
    """``read`` figures: leaders and clerks (their school), authorities (what they oversee). ``define``: the Sở, the
    Ministry.
    """
    if verb == "read":
        return actor.kind in _READERS
    return actor.kind == "authority" and bool(actor.role and actor.role.unit_kind in ("department", "ministry"))


def demand(actor: Actor, verb: str) -> None:
    """Raise ``NotFound`` where the pages are not the actor's, ``NotAllowed`` where reading is all that is allowed."""
    if not may(actor, "read"):
        raise NotFound("Trang này dành cho lãnh đạo trường và cơ quan quản lý.")
    if not may(actor, verb):
        raise NotAllowed("Chỉ Sở được đặt và sửa chỉ tiêu.", hint="Gửi đề nghị cho người phụ trách thống kê của Sở.")
