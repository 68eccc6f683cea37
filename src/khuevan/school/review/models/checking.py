"""What the Sở's checks of transcripts found, and how far they are."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel, StudentModel

WRITTEN_BY_THE_SO = Isolation(province="write", check="false")
"""Schools read what was found about them and write none of it."""


class Run(SchoolModel):
    """One check of what a school has sent of a year, carried out in the background.

    ``total`` and ``done`` count transcripts, ``found`` those with findings. ``touched_at`` moves with every step: a run
    that stands still is taken up again. ``by`` is "" for a check that the sending itself has ordered.
    """

    isolation = WRITTEN_BY_THE_SO

    class State(models.TextChoices):
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Hoàn tất")
        FAILED = "failed", _("Đã dừng")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    found = models.IntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"], condition=Q(state="running"), name="review_run_one_running"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.year} {self.done}/{self.total}"


class Checked(StudentModel):
    """A version was checked: when, and with how many findings of each weight."""

    isolation = WRITTEN_BY_THE_SO

    id = models.BigAutoField(primary_key=True)
    version = SchoolLink("transcripts.Version", db_index=False)
    at = models.DateTimeField()
    errors = models.SmallIntegerField(default=0)
    warnings = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="review_checked_once")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.errors}+{self.warnings}"


class Finding(StudentModel):
    """One thing that a check found in a version: ``kind`` (`rules.kinds`), in which part ("" for the whole), and what
    exactly, in Vietnamese, because it goes into the reason of a return."""

    isolation = WRITTEN_BY_THE_SO

    id = models.BigAutoField(primary_key=True)
    version = SchoolLink("transcripts.Version", db_index=False)
    kind = models.CharField(max_length=12)
    part = models.CharField(max_length=24, blank=True)
    what = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["school", "version"], name="review_finding_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.part}: {self.what}"
