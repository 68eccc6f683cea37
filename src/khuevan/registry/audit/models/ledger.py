"""What happened: an append-only chain, announced events, and who looked."""

from datetime import UTC
from typing import Any

from django.db import models

from khuevan.kernel.canonical import sha256_hex
from khuevan.registry.isolation.api import Isolation, SchoolModel


def _school() -> Any:
    """The school of a row as its scope knows it, which the policy checks; the database does not look it up again.

    A class has forty rows a page, and each look-up would lock the school's own row, for every teacher at once. Schools
    are closed; removing one that has rows is refused as everywhere.
    """
    return models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False)


class Entry(SchoolModel):
    """One change of one thing: who, when, old, new, why. Chained by hash within its book; no role can alter it.

    ``hash`` = SHA-256 of the canonical JSON of the entry with ``previous`` (hex of the entry before it in the book).
    """

    isolation = Isolation(family="", province="write", append_only=True)

    school = _school()
    id = models.BigAutoField(primary_key=True)
    book = models.CharField(max_length=80)
    position = models.IntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    student_id = models.BigIntegerField(null=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    device = models.CharField(max_length=120, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "book", "position"], name="entry_place")]
        indexes = [models.Index(fields=["school", "subject"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.book} #{self.position}"

    def said(self) -> dict[str, Any]:
        """What the entry says, as its hash covers it."""
        return {
            "school": self.school_id,
            "book": self.book,
            "position": self.position,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "user": self.user_id,
            "by": self.by,
            "role": self.role,
            "verb": self.verb,
            "subject": self.subject,
            "student": self.student_id,
            "old": self.old,
            "new": self.new,
            "reason": self.reason,
            "device": self.device,
            "previous": self.previous,
        }

    def digest(self) -> str:
        """Hex SHA-256 of the entry as canonical JSON, and of the hash before it."""
        return sha256_hex(self.said())


class Head(SchoolModel):
    """The last entry of a book; locked while entries are added."""

    isolation = Isolation(province="write")

    book = models.CharField(max_length=80)
    position = models.IntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "book"], name="head_book")]

    def __str__(self) -> str:
        return f"{self.book} @ {self.position}"


class Announcement(SchoolModel):
    """An event, written in the transaction in which it happened and handled after it (outbox)."""

    isolation = Isolation(province="write")

    id = models.BigAutoField(primary_key=True)
    event = models.CharField(max_length=120)
    payload = models.JSONField()
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "id"], condition=models.Q(handled_at=None), name="announcement_open")]

    def __str__(self) -> str:
        return self.event


class Access(SchoolModel):
    """Somebody opened a page with a pupil's data (Luật 91/2025/QH15 Art. 4: the right to know)."""

    isolation = Isolation(family="student", family_writes=True, province="write", append_only=True)

    school = _school()
    id = models.BigAutoField(primary_key=True)
    student_id = models.BigIntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=120)
    page = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["student_id", "-at"], name="access_student")]

    def __str__(self) -> str:
        return f"{self.by}: {self.page}"
