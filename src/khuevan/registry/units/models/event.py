"""What happened to units: merged, split, renamed, moved; each with its day, its decision and who follows whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7

from .unit import Unit


class UnitEvent(models.Model):
    """A change of units by decision. ``effects`` are the rows that it wrote, so that a later event can undo it.

    ``effects``: ``[{"table": "edge", "id": 5, "was": {…}, "now": {…}}]``; a new row ``was`` null.
    None for what came with the data, which nobody undoes.
    """

    catalogue = True
    kept_by_province = True

    class Kind(models.TextChoices):
        FOUND = "found", _("Thành lập")
        MERGE = "merge", _("Sáp nhập")
        SPLIT = "split", _("Chia tách")
        RENAME = "rename", _("Đổi tên, đổi mã")
        RELEVEL = "relevel", _("Đổi cấp học")
        MOVE = "move", _("Chuyển đơn vị quản lý")
        HANDOVER = "handover", _("Chuyển giao khi sắp xếp đơn vị hành chính")
        CLOSE = "close", _("Giải thể")
        UNDO = "undo", _("Huỷ ghi nhận")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    effective_on = models.DateField()
    decision = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    effects = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="undo", undoes__isnull=False) | ~Q(kind="undo") & Q(undoes=None),
                                   name="unit_event_undoes"),
            models.CheckConstraint(condition=~Q(undoes=F("id")), name="unit_event_not_itself"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-effective_on", "-id"], name="unit_event_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on} {self.decision}"


class UnitSuccession(models.Model):
    """``before`` goes on as ``after`` from the event's day; the same unit where it lives on, nothing where it ends.

    ``main`` marks the one that goes on with most of it when there are several.
    """

    catalogue = True
    kept_by_province = True

    event = models.ForeignKey(UnitEvent, models.PROTECT, related_name="successions")
    before = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    main = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="succession_of_one"
            ),
            models.UniqueConstraint(fields=["event", "before", "after"], name="unit_succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
