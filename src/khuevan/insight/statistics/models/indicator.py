"""Indicators are rows: a specialist adds one without a programmer."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7


class Indicator(models.Model):
    """What is told, in which unit, by which formula, on which legal basis, who answers for it; from day to day.

    A change makes a new row from its day on, so that a figure of an earlier day is told as it was defined then.
    ``dimensions``: how it may be broken down. ``position``: its place in lists.
    """

    catalogue = True
    kept_by_province = True

    class Unit(models.TextChoices):
        COUNT = "count", _("số lượng")
        PERCENT = "percent", _("%")
        MARK = "mark", _("điểm")
        RATIO = "ratio", _("bình quân")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=8, choices=Unit)
    formula = models.CharField(max_length=400)
    dimensions = ArrayField(models.CharField(max_length=8), default=list)
    legal_basis = models.CharField(max_length=300)
    owner = models.CharField(max_length=120)
    position = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    defined_by = models.CharField(max_length=80)
    defined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="indicator_one_open"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="indicator_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="indicator_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, where the product knows it; what the Sở adds stays as it was typed."""
        return gettext(self.name)

    def holds_on(self, day: date) -> bool:
        """Whether it is what its code means on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
