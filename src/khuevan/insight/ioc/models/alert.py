"""Bounds of indicators, and when they were crossed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolModel


class Rule(SchoolModel):
    """An office (``school``) wants to be told where an indicator is over or under ``bound``, until the rule is lifted.

    ``by``: of the province, or of each school. ``term``: of which term of the latest year (3 the year). ``bound`` is in
    the unit of the indicator; ``owner`` has to act.
    """

    isolation = Isolation(province="write", whole=True)

    class By(models.TextChoices):
        PROVINCE = "province", _("Cả tỉnh")
        SCHOOL = "school", _("Từng trường")

    class Sign(models.TextChoices):
        OVER = "over", _("trên")
        UNDER = "under", _("dưới")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=24)
    by = models.CharField(max_length=8, choices=By)
    term = models.SmallIntegerField()
    sign = models.CharField(max_length=5, choices=Sign)
    bound = models.DecimalField(max_digits=12, decimal_places=2)
    owner = models.CharField(max_length=120)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=80, blank=True, db_default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code", "by", "term", "sign"], condition=Q(lifted_at=None), name="alert_rule_once"
            ),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="alert_rule_term"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.sign} {self.bound}"


class Alarm(SchoolModel):
    """A school (or the office itself, for the province) was beyond a rule's bound, from when to when.

    What it says is kept as it was: ``said`` the rule in words, ``value`` the worst that was seen, both as people read
    them. ``acknowledged_*``: somebody has taken it up; ``note`` says what will be done.
    """

    isolation = Isolation(province="write")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    said = models.CharField(max_length=240)
    owner = models.CharField(max_length=120)
    year = models.SmallIntegerField()
    value = models.CharField(max_length=24)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=80, blank=True, db_default="")
    note = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "rule"], condition=Q(ended_at=None), name="alarm_one_open")
        ]
        indexes = [models.Index(fields=["school", "-raised_at"], name="alarm_history")]

    def __str__(self) -> str:
        return f"{self.said}: {self.value}"
