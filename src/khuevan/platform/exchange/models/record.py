"""What the feed knows of each record, and how far each partner has it."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel

from .partner import Partner

FOR_OFFICE = Isolation(province="write", through="false")


class Record(SchoolModel):
    """The last state of a record; ``version`` grows with every change. ``cancelled``: it is no more, body as it was.

    ``digest``: SHA-256 (hex) of the body's canonical JSON.
    """

    isolation = FOR_OFFICE

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=150, db_collation="C")
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    version = models.IntegerField(default=1)
    cancelled = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "ref"], name="record_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="record_from_1"),
        ]
        indexes = [models.Index(fields=["school", "kind"], name="record_kind")]

    def __str__(self) -> str:
        return f"{self.ref} v{self.version}"


class Delivery(SchoolModel):
    """A record on its way to a partner: one row for each, always of the newest version, so the order cannot break.

    Sent is ``record.version + shift``; ``shift`` grows where a resent record must have an effect at the partner.
    ``held_version`` and ``held_digest``: what the partner confirmed, 0 and "" before. ``reason``: why not, in words.
    """

    isolation = FOR_OFFICE

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ gửi"
        HELD = "held", "Đối tác đã nhận"
        INVALID = "invalid", "Ta thấy sai, chưa gửi"
        REFUSED = "refused", "Đối tác từ chối"
        DEAD = "dead", "Thử nhiều lần không được"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    record = SchoolLink(Record, db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    shift = models.IntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    held_version = models.IntegerField(default=0)
    held_digest = models.CharField(max_length=64, blank=True)
    held_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "partner", "record"], name="delivery_once")]
        indexes = [
            models.Index(fields=["partner", "next_at", "id"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(
                fields=["partner", "state", "changed_at"],
                condition=Q(state__in=["invalid", "refused", "dead"]),
                name="delivery_stuck",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} → {self.partner_id} {self.state}"


class Tally(SchoolModel):
    """How many records of a kind of a school wait for a partner, are held by it, are stuck.

    Triggers on `Delivery` keep it, in the same transaction: a province's million deliveries are not counted for a page.
    """

    isolation = FOR_OFFICE
    counted_by_database = True

    id = models.BigAutoField(primary_key=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    waiting = models.IntegerField()
    held = models.IntegerField()
    stuck = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "partner", "kind"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.kind} → {self.partner_id}"


class Due(SchoolModel):
    """Something changed at a school: its records are gathered anew at the next round."""

    isolation = Isolation(province="write")

    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="due_once")]

    def __str__(self) -> str:
        return str(self.school_id)
