"""Transfers to and from a school: which wait for whom until when."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.kernel.clock import today
from khuevan.kernel.grants import any_way
from khuevan.registry.accounts.api import Actor

from ..models import Transfer
from ..policies import BY_MODEL, OPEN, visible

WAITS_FOR = {"asked": "in", "agreed": "out"}
"""Which side has the next step."""

_OURS = """
SELECT r.uid, r.full_name, r.side = 'in', u.name, r.due_on
FROM register_transfer r
JOIN approvals_case k ON k.school_id = r.school_id AND k.id = r.case_id
JOIN units_unit u ON u.id = r.other_id
WHERE r.school_id = any(%s) AND (k.state, r.side) IN (('asked', 'in'), ('agreed', 'out'))
ORDER BY r.due_on, r.id LIMIT %s"""
"""As `WAITS_FOR` says. Asked on every first page of an office, so it is plain SQL."""


@dataclass(frozen=True)
class Waiting:
    """A side of a transfer. ``ours``: this school has the next step; ``late``: its day is over."""

    transfer: Transfer
    ours: bool
    late: bool


class Ours(NamedTuple):
    """A transfer of which this school has the next step, with the other school's name. ``late``: its day is over."""

    uid: UUID
    full_name: str
    coming: bool
    other: str
    due_on: date
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


def waiting(actor: Actor, most: int) -> list[Ours]:
    """The most urgent of those that wait for a step of the actor's school; one query."""
    if not any_way(BY_MODEL[Transfer], actor, "read"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OURS, [list(actor.school_ids), most])
        return [Ours(*row, row[-1] < today()) for row in cursor.fetchall()]
