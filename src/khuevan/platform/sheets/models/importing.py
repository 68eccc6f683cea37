"""One list on its way in, and its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, SchoolModel


class Import(SchoolModel):
    """One file that somebody brought: who, which, when, what became of it.

    ``head``: column names and some rows, by which the columns are chosen. ``columns``: field → columns of the table.
    ``group``: the class that it should be about, or "". ``counts``: verdict → rows, "note" → those with one.
    ``stops``: problems of the whole file. ``done`` of ``total`` rows of the last step that was finished.
    ``touched_at`` moves with every step, so that work whose worker was stopped is taken up again.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Đã nhận tệp")
        CHECKING = "checking", _("Đang kiểm tra")
        CHECKED = "checked", _("Đã kiểm tra")
        WRITING = "writing", _("Đang nhập")
        DONE = "done", _("Đã nhập")
        UNDOING = "undoing", _("Đang hoàn tác")
        UNDONE = "undone", _("Đã hoàn tác")
        STOPPED = "stopped", _("Đã dừng")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    layout = models.CharField(max_length=40)
    file = SchoolLink("files.File")
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    group = models.CharField(max_length=40, blank=True)
    head = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    stops = models.JSONField(default=list)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    leave_out = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    assignment_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "layout", "created_at"], name="import_history")]

    def __str__(self) -> str:
        return f"{self.layout} {self.state}"


class Progress(SchoolModel):
    """How far the work on an import is, for pages to read: written past its transaction, so that it shows while that
    runs. ``words``: the step, untranslated; ``share``: of the whole work, in per cent.

    ``part_of`` is no foreign key: that would wait for the import, which its worker holds.
    """

    id = models.BigAutoField(primary_key=True)
    part_of = models.BigIntegerField()
    words = models.CharField(max_length=60)
    done = models.IntegerField()
    total = models.IntegerField()
    share = models.SmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "part_of"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.part_of} {self.share} %"


class Staged(SchoolModel):
    """One row of an import: its place in the sheet (from 0), verdict, values, and what it would change.

    ``key``: what exists, or was made. ``old``: field → old value of those that change. ``problems``: what, how, values,
    level, field, column. ``accepted``: somebody decided that a doubtful row is right. ``written``: it was taken in;
    ``made``: something new came of it.
    """

    id = models.BigAutoField(primary_key=True)
    part_of = SchoolLink(Import, db_index=False)
    row = models.IntegerField()
    verdict = models.CharField(max_length=9)
    key = models.BigIntegerField(null=True)
    group = models.CharField(max_length=40, blank=True)
    values = models.JSONField()
    old = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    accepted = models.BooleanField(default=False)
    written = models.BooleanField(default=False)
    made = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["school", "part_of", "verdict", "row"], name="staged_rows")]

    def __str__(self) -> str:
        return f"{self.row + 1} {self.verdict}"
