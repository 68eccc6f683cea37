"""What we hold against what a partner holds."""

from django.db import models

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation

from .partner import Partner
from .record import Record


class Reconciliation(models.Model):
    """One comparison with a partner: groups compared, records on either side, differences found, or why it stopped."""

    isolation = Isolation(province="write", through="false")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    groups = models.IntegerField(default=0)
    compared = models.IntegerField(default=0)
    ours = models.IntegerField(default=0)
    theirs = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partner", "-asked_at"], name="reconciliation_latest")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.asked_at}"


class Difference(models.Model):
    """A record on which the sides differ: versions (0: not there), `rules.comparing.FINDINGS`, when resent."""

    isolation = Isolation(province="write", through="false")

    id = models.BigAutoField(primary_key=True)
    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=12)
    school_code = models.CharField(max_length=20)
    ref = models.CharField(max_length=150)
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+", db_constraint=False)
    finding = models.CharField(max_length=8)
    ours = models.IntegerField()
    theirs = models.IntegerField()
    resent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.ref} {self.finding}"
