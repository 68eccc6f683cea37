"""Open a year at many schools with the proposed plan, batch by batch: what is done stays done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import Unit

from ..models import Plan
from ..rules.calendar import usual_dates
from .drafting import draft_plans
from .opening import Written, open_plans, tell

BATCH = 25
_REPORT = """
SELECT u.code, u.name, (SELECT count(*) FROM opening_plannedclass n WHERE n.plan_id = p.id),
  count(x.target_id), count(*) FILTER (WHERE x.decision = 'wait'), count(*) FILTER (WHERE x.decision = 'complete'),
  (SELECT count(*) FROM opening_plannedclass n WHERE n.plan_id = p.id AND n.homeroom_id IS NULL)
FROM opening_plan p JOIN units_unit u ON u.id = p.school_id JOIN opening_placement x ON x.plan_id = p.id
WHERE p.id = ANY(%s) GROUP BY p.id, u.id ORDER BY u.code, u.id"""
Progress = Callable[[int, int], None]


def _silent(done: int, all_: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Done:
    """What was opened: plans and rows; schools that cannot open the year (it is open, or there is none before)."""

    plans: tuple[int, ...]
    skipped: int
    rows: int


@dataclass(frozen=True)
class Line:
    """A school in the report."""

    code: str
    name: str
    classes: int
    pupils: int
    waiting: int
    completed: int
    without_homeroom: int


def schools_of(code: str = "") -> list[int]:
    """Ids of all schools, or of the one with a code."""
    found = Unit.objects.filter(kind="school")
    if code:
        found = found.filter(code=code)
    return list(found.order_by("id").values_list("id", flat=True))


def open_province(actor: Actor, schools: Sequence[int], year: int, progress: Progress = _silent) -> Done:
    """Open ``year`` at these schools; each batch is a transaction of its own, so that a stopped run goes on later.

    Drafts that people have begun are theirs to open and are left alone, as are schools that have the year.
    """
    plans: list[int] = []
    rows = 0
    for start in range(0, len(schools), BATCH):
        with transaction.atomic():
            made, written = _open_batch(actor, schools[start : start + BATCH], year)
        plans, rows = [*plans, *made], rows + written
        progress(min(start + BATCH, len(schools)), len(schools))
    return Done(tuple(plans), len(schools) - len(plans), rows)


def _open_batch(actor: Actor, schools: Sequence[int], year: int) -> tuple[list[int], int]:
    plans = draft_plans(schools, year, usual_dates(year), actor.name)
    if not plans:
        return [], 0
    written = open_plans(plans, actor.name)
    counts = _counts(plans)
    for plan in Plan.objects.filter(pk__in=plans):
        tell(actor, plan, counts[plan.pk])
    return plans, written.rows


def _counts(plans: Sequence[int]) -> dict[int, Written]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, (SELECT count(*) FROM opening_plannedclass n WHERE n.plan_id = p.id), 0,"
            " (SELECT count(*) FROM opening_placement x WHERE x.plan_id = p.id AND x.target_id IS NOT NULL), 0"
            " FROM opening_plan p WHERE p.id = ANY(%s)",
            [list(plans)],
        )
        return {row[0]: Written(*row[1:]) for row in cursor.fetchall()}


def report(plans: Sequence[int]) -> list[Line]:
    """What became of each school; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_REPORT, [list(plans)])
        return [Line(*row) for row in cursor.fetchall()]
