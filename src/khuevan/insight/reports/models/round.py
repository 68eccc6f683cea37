"""One round of reports that the Sở asks for."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7


class Round(models.Model):
    """Reports of a period of a year: counted up to ``as_of``, handed in until ``due_on``; ``basis``: by which rule."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    period = models.CharField(max_length=6)
    as_of = models.DateField()
    due_on = models.DateField()
    basis = models.CharField(max_length=300)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "period"], name="report_round_once"),
            models.CheckConstraint(condition=Q(period__in=("begin", "middle", "end")), name="report_round_period"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.year}"
