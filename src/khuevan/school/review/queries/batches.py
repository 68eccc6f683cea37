"""Who signs and issues at this moment, over all schools: orders for many transcripts, running ones first."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from khuevan.registry.units.api import Unit
from khuevan.school.transcripts.api import Batch

MOST = 100
OPEN = ("waiting", "running")


@dataclass(frozen=True)
class BatchLine:
    """An order for many transcripts and the school that gave it."""

    batch: Batch
    school: Unit

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.batch.state in OPEN


def batch_lines(year: int) -> list[BatchLine]:
    """The orders of a year, running ones first, then the latest; two queries."""
    first = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    batches = list(Batch.objects.filter(year=year).defer("secret", "messages").order_by(first, "-pk")[:MOST])
    schools = Unit.objects.in_bulk({one.school_id for one in batches})
    return [BatchLine(one, schools[one.school_id]) for one in batches]
