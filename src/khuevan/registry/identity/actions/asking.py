"""Ask whether somebody is there already."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..policies import Records, may, oversees
from ..queries.alike import Found, look_for
from ..rules.likeness import Side


def ask_for(actor: Actor, sought: Side) -> Found:
    """Who may be ``sought``. A school's question goes beyond its own pupils, so each is an entry of the ledger: nobody
    tries out names unseen. Raises ``NotAllowed``."""
    if not may(actor, "look", Records(actor.school_ids)):
        raise NotAllowed(_("Không tìm hồ sơ trùng được trong vai trò hiện tại."))
    found = look_for(sought, beyond=not oversees(actor))
    if not oversees(actor):
        new = {"matches": len(found.matches), "elsewhere": found.elsewhere}
        record(actor, actor.unit_id or 0, "identity", "ask", [Change(sought.full_name[:120], None, new)])
    return found
