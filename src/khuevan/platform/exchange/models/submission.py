"""What was submitted when, with which outcome: our own feed and logs of other systems in one list."""

from django.db import models

from khuevan.registry.isolation.api import Isolation

from ..rules.outcomes import STATUSES
from .partner import Partner


class Submission(models.Model):
    """Records of one kind of one school to one partner in one round.

    ``received`` from the school, ``pushed`` (NULL: the push never began), ``accepted``, ``failed``.
    ``reason`` is a code of `rules.outcomes.REASONS`; ``detail`` what the partner said. ``school`` is NULL where
    the code of a foreign log is unknown here; ``sender``: the program that fed the school (SMAS, VNPT …); ``log``: the
    file it came from, "" for our own feed.
    """

    isolation = Isolation(province="write", through="false")

    id = models.BigAutoField(primary_key=True)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    school = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    school_code = models.CharField(max_length=20)
    school_name = models.CharField(max_length=160)
    sender = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    year = models.SmallIntegerField(null=True)
    term = models.SmallIntegerField(null=True)
    phase = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    status = models.CharField(max_length=13, choices=STATUSES)
    received = models.IntegerField()
    pushed = models.IntegerField(null=True)
    accepted = models.IntegerField()
    failed = models.IntegerField()
    reason = models.CharField(max_length=20)
    detail = models.CharField(max_length=300, blank=True)
    log = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "school_code", "kind", "at", "log"], name="submission_of_round", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="submission_latest"),
            models.Index(fields=["school_code", "-at"], name="submission_school"),
        ]

    def __str__(self) -> str:
        return f"{self.school_code} {self.kind} {self.at}"
