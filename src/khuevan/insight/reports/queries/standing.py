"""Rounds, and how far the schools are."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.registry.units.api import school_names

from ..models import Correction, Report, Round
from ..rules.counting import corrected, parted

STATES = ("late", "waiting", "handed_late", "handed")
"""Of a school in a round; in the order in which schools are told."""


class Handed(NamedTuple):
    """A report that a school handed in: which, who froze it and when."""

    uid: UUID
    frozen_by: str
    frozen_at: datetime


class Row(NamedTuple):
    """A school that owes a report, what it handed in, how often it corrected it.

    ``state``: one of `STATES`.
    """

    name: str
    state: str
    report: Handed | None
    corrections: int


def rounds() -> list[Round]:
    """The latest first; one query."""
    return list(Round.objects.order_by("-as_of", "-id"))


def round_by_uid(uid: UUID) -> Round:
    """Raises ``NotFound``."""
    one = Round.objects.filter(uid=uid).first()
    if one is None:
        raise NotFound(_("Không có đợt báo cáo này."), hint=_("Xem danh sách các đợt báo cáo."))
    return one


def handed_in(one: Round, schools: frozenset[int] | None = None) -> list[Row]:
    """Every school that there was on the round's day (of ``schools``), by state and name; three queries."""
    found = Report.objects.filter(round=one, whole=False).values_list("school_id", "uid", "frozen_by", "frozen_at")
    reports = {school: Handed(*report) for school, *report in found}
    corrected_ones = Correction.objects.filter(report__round=one, report__whole=False)
    numbers = dict(corrected_ones.values_list("school_id").annotate(n=Count("pk")))
    owes = "late" if today() > one.due_on else "waiting"
    rows: dict[str, list[Row]] = {state: [] for state in STATES}
    for school, name in school_names(one.as_of, schools):
        report = reports.get(school)
        state = ("handed_late" if localdate(report.frozen_at) > one.due_on else "handed") if report else owes
        rows[state].append(Row(name, state, report, numbers.get(school, 0)))
    return [row for state in STATES for row in rows[state]]


def parted_figures(one: Round) -> Iterator[dict[str, int]]:
    """What each school that has handed in says now, parted by owner and region; two queries."""
    changes: dict[int, list[Correction]] = defaultdict(list)
    for row in Correction.objects.filter(report__round=one, report__whole=False).defer("xml").order_by("number"):
        changes[row.school_id].append(row)
    for report in Report.objects.filter(round=one, whole=False).defer("xml"):
        figures, declared = report.figures, report.declared
        for each in changes[report.school_id]:
            figures, declared = corrected(figures, each.changes), each.declared or declared
        yield parted(figures, declared["owner"], declared["region"])


def own_reports(school_id: int) -> dict[int, Report]:
    """By round; one query."""
    return {row.round_id: row for row in Report.objects.filter(school_id=school_id).defer("xml", "figures")}


def counts() -> dict[int, int]:
    """How many schools have handed in, by round; one query."""
    rows = Report.objects.filter(whole=False).values("round_id").annotate(n=Count("pk"))
    return {row["round_id"]: row["n"] for row in rows}
