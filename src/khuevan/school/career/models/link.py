"""A family lets somebody else see all issued transcripts of a pupil."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, StudentModel


class Link(StudentModel):
    """A link to everything issued about a pupil, until it expires or is withdrawn; what is issued later is seen too.

    Only the SHA-256 of its token is kept (hex). ``school``: of the latest transcript when it was made; only for whom
    the row belongs to. ``opened`` counts openings.
    """

    isolation = Isolation(family="student", family_writes=True, public="token_hash")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=120, blank=True)
    created_by = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    opened = models.IntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="career_link_expires_later"),
        ]
        indexes = [models.Index(fields=["school", "student"], name="career_link_pupil")]

    def __str__(self) -> str:
        return f"{self.student_id} → {self.purpose}"
