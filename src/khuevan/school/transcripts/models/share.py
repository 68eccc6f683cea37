"""A family lets somebody else see one transcript."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, StudentModel


class Share(StudentModel):
    """A link to one version, until it expires or is withdrawn. Only the SHA-256 of its token is kept (hex)."""

    isolation = Isolation(family="student", family_writes=True, public="token_hash")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = SchoolLink("transcripts.Version")
    token_hash = models.CharField(max_length=64, unique=True)
    verify_code = models.CharField(max_length=14)
    purpose = models.CharField(max_length=120, blank=True)
    created_by = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_expires_later"),
        ]
        indexes = [models.Index(fields=["school", "version"], name="share_version")]

    def __str__(self) -> str:
        return f"{self.version_id} → {self.purpose}"


class ShareOpening(StudentModel):
    """The link was opened: when, and with what kind of device."""

    isolation = Isolation(family="student", append_only=True)

    id = models.BigAutoField(primary_key=True)
    share = SchoolLink(Share)
    at = models.DateTimeField()
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "share"], name="share_opening_share")]

    def __str__(self) -> str:
        return f"{self.share_id} {self.at}"
