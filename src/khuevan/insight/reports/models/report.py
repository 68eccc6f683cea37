"""Numbers that were frozen, and what was corrected afterwards. Rows are added, never changed."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel

from .round import Round

KEPT = Isolation(province="write", append_only=True)


class Report(SchoolModel):
    """The numbers of a school, or with ``whole`` those of the office that adds them up, as they were frozen.

    ``figures``: key → number (`rules.lines`). ``declared``: owner and region, as the school says. ``gaps``: what was
    missing, and how much of it. ``xml``: the document with these figures, signed by a leader (XAdES); of a whole the
    document alone, for whose digest (SHA-256, hex) ``statement`` is the province's signed word (COSE).
    """

    isolation = KEPT

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    whole = models.BooleanField(default=False)
    figures = models.JSONField()
    declared = models.JSONField()
    gaps = models.JSONField()
    xml = models.TextField()
    digest = models.CharField(max_length=64)
    statement = models.TextField(blank=True)
    frozen_by = models.CharField(max_length=160)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "round"], name="report_once")]
        indexes = [models.Index(fields=["round", "school"], name="report_of_round")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.round_id}"


class Correction(SchoolModel):
    """What a report says otherwise since: ``changes`` are (key, before, after), with the reason and who answers."""

    isolation = KEPT

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    report = SchoolLink(Report, db_index=False)
    number = models.SmallIntegerField()
    changes = models.JSONField()
    declared = models.JSONField()
    reason = models.CharField(max_length=500)
    xml = models.TextField()
    digest = models.CharField(max_length=64)
    statement = models.TextField(blank=True)
    made_by = models.CharField(max_length=160)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "report", "number"], name="report_correction_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="report_correction_why"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.number}"
