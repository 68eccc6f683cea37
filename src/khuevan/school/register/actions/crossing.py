"""The one way in which something passes between two schools of the system.

A request acts for one school, or for a family; the database shows and takes nothing of another school. Within this
block, and only there, a transfer's two schools are both in scope. Who may take the step is checked before, the ledgers
of both schools say who took it, and the block is a savepoint: whatever goes wrong, the scope is the actor's own again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.isolation.api import Scope, enter

from ..models import Transfer
from .holding import demand


@contextmanager
def crossing(actor: Actor, *schools: int) -> Iterator[None]:
    """Both schools in scope, then the actor's own scope again."""
    with transaction.atomic():
        enter(Scope("staff", frozenset(schools), frozenset(), actor.user_id))
        yield
        enter(scope_of(actor))


@contextmanager
def both_sides(actor: Actor, own: Transfer, verb: str) -> Iterator[tuple[Transfer, Transfer]]:
    """The sending and the receiving side of a transfer, locked, for a step that the actor may take on ``own``.

    Raises ``NotAllowed``; ``Conflict`` where the two sides do not name each other.
    """
    demand(actor, verb, own)
    with crossing(actor, own.school_id, own.other_id):
        rows = Transfer.objects.select_for_update(of=("self",)).filter(pair=own.pair).order_by("pk")
        sides = {one.side: one for one in rows.select_related("school", "other", "class_to")}
        sending, receiving = sides.get("out"), sides.get("in")
        if (
            not sending
            or not receiving
            or sending.other_id != receiving.school_id
            or receiving.other_id != sending.school_id
        ):
            raise Conflict(_("Hồ sơ chuyển trường không còn nguyên vẹn."), hint=_("Tải lại trang rồi làm lại."))
        yield sending, receiving
