"""Read what happened to a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from ..models import Step
from ..rules import Process

_STEPS = """
SELECT verb, from_state, to_state, at, by, role, reason FROM approvals_step WHERE case_id = %s ORDER BY id"""


class _Row(NamedTuple):
    verb: str
    from_state: str
    to_state: str
    at: datetime
    by: str
    role: str
    reason: str


@dataclass(frozen=True)
class Event:
    """One line of a history, ready for the ``c-steps`` component. ``state`` is done, returned or current."""

    title: str
    state: str
    who: str
    at: datetime
    note: str


def steps_of(case_ids: Iterable[int]) -> dict[int, list[Step]]:
    """The steps of several cases, oldest first, in one query."""
    found: dict[int, list[Step]] = {}
    for step in Step.objects.filter(case_id__in=list(case_ids)).order_by("pk"):
        found.setdefault(step.case_id, []).append(step)
    return found


def history(process: Process, case_id: int) -> list[Event]:
    """The dated, reasoned steps of a case, oldest first; the last one is where it stands. Plain SQL: part of pages."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [case_id])
        steps = [_Row(*row) for row in cursor.fetchall()]
    return [_event(process, step, step is steps[-1]) for step in steps]


def _event(process: Process, step: _Row, last: bool) -> Event:
    way = process.step(step.verb, step.from_state)
    back = way is not None and way.back
    who = ", ".join(part for part in (step.by, step.role) if part)
    state = "returned" if back else ("current" if last else "done")
    return Event(process.state_name(step.to_state), state, who, step.at, step.reason)
