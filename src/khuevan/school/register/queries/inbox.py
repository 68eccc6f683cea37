"""Transfers to and from a school: which wait for whom until when."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from khuevan.kernel.clock import today
from khuevan.registry.accounts.api import Actor

from ..models import Transfer
from ..policies import OPEN, visible

WAITS_FOR = {"asked": "in", "agreed": "out"}
"""Which side has the next step."""

_SOME_OPEN = """
SELECT EXISTS (SELECT FROM register_transfer r JOIN approvals_case k ON k.school_id = r.school_id AND k.id = r.case_id
  WHERE r.school_id = any(%s) AND k.state = any(%s))"""


@dataclass(frozen=True)
class Waiting:
    """A side of a transfer. ``ours``: this school has the next step; ``late``: its day is over."""

    transfer: Transfer
    ours: bool
    late: bool


def look_at(transfer: Transfer, day: date) -> Waiting:
    """Whose step is next, and whether it is late."""
    state = transfer.case.state
    ours = WAITS_FOR.get(state) == transfer.side
    return Waiting(transfer, ours, state in OPEN and transfer.due_on < day)


def inbox(actor: Actor, limit: int = 200) -> list[Waiting]:
    """Own sides of all transfers: own steps first, then those that wait for others, then what is over. One query."""
    rows = Transfer.objects.filter(visible(actor, Transfer), school_id__in=actor.school_ids)
    found = [look_at(one, today()) for one in rows.select_related("other", "case").order_by("-asked_on", "-pk")[:limit]]
    return sorted(found, key=lambda one: (not one.ours, one.transfer.case.state not in OPEN))


def waiting(actor: Actor) -> list[Waiting]:
    """Those that wait for a step of the actor's school; the most urgent first. Two queries, one where nothing waits."""
    with connection.cursor() as cursor:  # asked on every first page of an office, which mostly has none
        cursor.execute(_SOME_OPEN, [list(actor.school_ids), list(OPEN)])
        if not cursor.fetchone()[0]:
            return []
    rows = Transfer.objects.filter(visible(actor, Transfer), school_id__in=actor.school_ids, case__state__in=OPEN)
    rows = rows.select_related("other", "case").only("uid", "full_name", "side", "due_on", "other__name", "case__state")
    found = [look_at(one, today()) for one in rows.order_by("due_on", "pk")]
    return [one for one in found if one.ours]
