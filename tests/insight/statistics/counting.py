"""What the tests of the statistics have in common: hand out what was announced, read figures, count by hand."""

from django.db.models import Sum

from khuevan.insight.statistics.api import Figure
from khuevan.registry.audit.models import Announcement
from khuevan.registry.audit.tasks import hand_out
from khuevan.registry.isolation.api import Scope, acting

YEAR = 2025


def deliver() -> int:
    """Give everything that was announced to its listeners, as a worker does after the commit; how many there were."""
    with acting(Scope("province")):
        open_ones = list(Announcement.objects.filter(handled_at=None).order_by("id").values_list("school_id", "id"))
    for school_id, pk in open_ones:
        hand_out(school_id, pk)
    return len(open_ones)


def figure(measure: str, scope: Scope | None = None, **where) -> int:
    """The sum of a measure that the scope (usually the Sở) sees."""
    with acting(scope or Scope("province")):
        rows = Figure.objects.filter(measure=measure, **{"year": YEAR, **where})
        return rows.aggregate(all=Sum("value"))["all"] or 0


def everything() -> list[tuple]:
    """Every figure, without the moment of computing."""
    with acting(Scope("province")):
        return sorted(Figure.objects.values_list("school_id", "year", "measure", "grade", "subject", "part", "value"))
