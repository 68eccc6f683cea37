"""What others send here: who may, what is held, what arrived when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation

OFFICE_ONLY = Isolation(province="write", through="false")


class Sender(models.Model):
    """Somebody who may send. Only the SHA-256 (hex) of the token is kept; ``per_minute``: records at most."""

    isolation = Isolation(province="write", through="false", public="token_hash")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=80, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    kinds = ArrayField(models.CharField(max_length=12))
    per_minute = models.IntegerField(default=60_000)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(per_minute__gte=1), name="sender_per_minute")]

    def __str__(self) -> str:
        return self.name


class HeldRecord(models.Model):
    """The newest version of a record that a sender has sent; a cancelled one stays, so that old versions stay old."""

    isolation = OFFICE_ONLY

    id = models.BigAutoField(primary_key=True)
    sender = models.ForeignKey(Sender, models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=150, db_collation="C")
    kind = models.CharField(max_length=12)
    school_code = models.CharField(max_length=20)
    version = models.IntegerField()
    cancelled = models.BooleanField()
    source_at = models.DateTimeField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "ref"], name="held_record_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="held_record_from_1"),
        ]
        indexes = [models.Index(fields=["sender", "kind", "school_code"], name="held_record_group")]

    def __str__(self) -> str:
        return f"{self.ref} v{self.version}"


class Parcel(models.Model):
    """One request with records: how many of each verdict, and the first reasons ``[{"idbanghi", "lydo"}]``."""

    isolation = OFFICE_ONLY

    id = models.BigAutoField(primary_key=True)
    sender = models.ForeignKey(Sender, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    total = models.IntegerField()
    accepted = models.IntegerField()
    known = models.IntegerField()
    older = models.IntegerField()
    refused = models.IntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="parcel_latest"),
            models.Index(fields=["sender", "at"], name="parcel_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} {self.at} {self.total}"
