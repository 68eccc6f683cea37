"""Long work over many transcripts, with its progress."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolModel


class Batch(SchoolModel):
    """One order to sign or to issue the transcripts of some classes, carried out in the background.

    ``total``, ``done`` and ``failed`` count transcripts; ``messages`` are ``{"who", "what"}`` of those that failed.
    ``secret`` holds the encrypted PIN while work that needs a personal key is under way and is emptied at its end.
    ``touched_at`` moves with every step: a running batch that stands still is taken up again.
    """

    class Kind(models.TextChoices):
        PRINCIPAL = "principal", _("Hiệu trưởng ký")
        ISSUE = "issue", _("Đóng dấu và phát hành")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Hoàn tất")
        FAILED = "failed", _("Đã dừng")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    year = models.SmallIntegerField()
    class_ids = ArrayField(models.BigIntegerField())
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    messages = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    secret = models.TextField(blank=True)
    after = models.BigIntegerField(default=0)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    assignment_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "year"],
                condition=Q(state__in=["waiting", "running"]),
                name="batch_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"

    @property
    def worked(self) -> int:
        """Transcripts that were taken up, done or not."""
        return self.done + self.failed

    @property
    def look(self) -> str:
        """The state as the design system names it: a batch that waits is shown as running."""
        return "running" if self.state == self.State.WAITING else self.state
