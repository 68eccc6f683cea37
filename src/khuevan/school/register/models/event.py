"""What happens to a pupil at a school, with its papers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, StudentModel


class LifeEvent(StudentModel):
    """Something that happened to a pupil at a school on a day: came, moved, left. Never altered, at most undone.

    ``year``: school year; ``class_from``, ``class_to``: where the pupil was and is. ``other_school`` of this system, or
    ``other_place`` in words: from where or to where. ``reason_code``: the Ministry's list of reasons for leaving.
    ``paper_no``, ``paper_on``: decision or introduction paper. ``transfer``: the pair of `Transfer` it ended.
    ``kept``: rows that were made or changed with it, so that it can be undone.
    """

    class Kind(models.TextChoices):
        ENROL = "enrol", _("Nhập học")
        TRANSFER_IN = "transfer_in", _("Chuyển đến")
        RETURN = "return", _("Học lại sau khi nghỉ")
        PROMOTE = "promote", _("Lên lớp")
        CHANGE = "change", _("Chuyển lớp")
        REPEAT = "repeat", _("Ở lại lớp")
        SKIP = "skip", _("Vượt lớp")
        TRANSFER_OUT = "transfer_out", _("Chuyển đi")
        LEAVE = "leave", _("Thôi học")
        COMPLETE = "complete", _("Hoàn thành cấp học")
        DEATH = "death", _("Qua đời")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    year = models.SmallIntegerField()
    on = models.DateField()
    class_from = SchoolLink("enrolment.SchoolClass", null=True)
    class_to = SchoolLink("enrolment.SchoolClass", null=True)
    other_school = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    other_place = models.CharField(max_length=160, blank=True)
    reason_code = models.CharField(max_length=2, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    paper_no = models.CharField(max_length=60, blank=True)
    paper_on = models.DateField(null=True)
    transfer = models.UUIDField(null=True)
    kept = models.JSONField(default=list)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "student", "on"], name="life_event_pupil"),
            models.Index(fields=["school", "year", "kind"], name="life_event_year"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(undone_at=None) | ~Q(undone_by=""), name="life_event_undone_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Paper(StudentModel):
    """A scanned paper of an event: decision, application, birth certificate, introduction paper."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event = SchoolLink(LifeEvent)
    file = SchoolLink("files.File")

    class Meta:
        indexes = [models.Index(fields=["school", "event"], name="paper_event")]

    def __str__(self) -> str:
        return f"{self.event_id}"
