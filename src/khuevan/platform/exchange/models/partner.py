"""To whom records go."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation

OFFICE_ONLY = Isolation(province="write", through="false")
"""For those who act as the Sở or the Ministry; nobody at a school sees a row."""


class Partner(models.Model):
    """A hub or warehouse that records go to. ``token`` is encrypted; ``mapping`` by kind (`rules/mapping`).

    ``at_once``: records in flight at most. ``failures`` in a row, ``held_until``: nothing is sent before;
    ``trouble``: why, "" while all is well. ``paused_at``: a person stopped it.
    """

    isolation = OFFICE_ONLY

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=80, unique=True)
    url = models.CharField(max_length=300)
    token = models.TextField()
    kinds = ArrayField(models.CharField(max_length=12))
    mapping = models.JSONField(default=dict)
    at_once = models.IntegerField(default=500)
    failures = models.IntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    trouble_since = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=80, blank=True)
    pause_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(at_once__range=(1, 5000)), name="partner_at_once")]

    def __str__(self) -> str:
        return self.name
