"""From when to when columns are open: set by a school, and by the Sở for all schools."""

from django.db import models
from django.db.models import F, Q

from khuevan.registry.isolation.api import SchoolModel

from ..rules.kinds import KINDS, SUMMARY
from ..rules.windows import SCOPES

_KIND = models.Q(term__range=(1, 2), kind__in=KINDS) | models.Q(term=3, kind=SUMMARY)


class SchoolWindow(SchoolModel):
    """A window of a school for a kind of columns in a term (3 = year), for all, a level or a grade (``scope``)."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    term = models.SmallIntegerField()
    kind = models.CharField(max_length=8)
    scope = models.CharField(max_length=8)
    opens_on = models.DateField()
    closes_on = models.DateField()
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "term", "kind", "scope"], name="school_window_once"),
            models.CheckConstraint(condition=_KIND, name="school_window_kind"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="school_window_scope"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="school_window_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} HK{self.term} {self.scope}"


class ProvinceWindow(models.Model):
    """The Sở's window for all schools, and the last day to which a school may stretch it."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    term = models.SmallIntegerField()
    kind = models.CharField(max_length=8)
    scope = models.CharField(max_length=8)
    opens_on = models.DateField()
    closes_on = models.DateField()
    latest_on = models.DateField()
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "term", "kind", "scope"], name="province_window_once"),
            models.CheckConstraint(condition=_KIND, name="province_window_kind"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="province_window_scope"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), latest_on__gte=F("closes_on")), name="province_window_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} HK{self.term} {self.scope}"
