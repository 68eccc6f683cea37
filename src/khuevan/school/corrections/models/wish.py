"""Somebody says that an issued transcript is wrong."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, StudentModel


class Wish(StudentModel):
    """A request to correct one part of an issued version: what is wrong and how it should read.

    ``part``: the Id of the section (``mon-TOAN``, ``chunhiem``, ``thongtin``); ``part_name`` in Vietnamese, as it was
    called then. ``case`` says where it stands; ``decision_no`` and ``fresh`` (the new version) once a leader agreed;
    ``ended_at`` once it was decided or taken back. ``as_family``: asked by the family, not by the school.
    """

    isolation = Isolation(family="student")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = SchoolLink("transcripts.Version", db_index=False)
    case = SchoolLink("approvals.Case", db_index=False)
    part = models.CharField(max_length=24)
    part_name = models.CharField(max_length=80)
    what = models.CharField(max_length=500)
    as_family = models.BooleanField(default=False)
    asked_by = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decision_no = models.CharField(max_length=60, blank=True)
    fresh = SchoolLink("transcripts.Version", null=True, db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "version", "part"], condition=Q(ended_at=None), name="correction_one_open"
            ),
        ]
        indexes = [models.Index(fields=["school", "-asked_at"], name="correction_latest")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.part}"


class Attachment(StudentModel):
    """A scanned paper that came with a request (``kind`` "request") or with the school's decision ("decision")."""

    isolation = Isolation(family="student", append_only=True)

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    wish = SchoolLink(Wish)
    kind = models.CharField(max_length=8)
    file = SchoolLink("files.File", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["school", "wish"], name="correction_attachment")]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.kind}"
