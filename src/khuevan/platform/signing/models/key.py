"""Which key signs for whom. The key itself lies with an adapter; here are its certificate and its fate."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolModel


class SigningKey(SchoolModel):
    """A key of a person at a school, or the school's seal (``person`` empty).

    ``reference``: where the adapter of ``kind`` finds it: the file's name, the token's serial number and the key's id.
    ``issuer``: the distinguished name of the authority (RFC 4514); ``serial``: the certificate's number there, in hex;
    ``certificate``: PEM. A revoked key stays: what it signed before
    ``revoked_at`` remains valid.
    """

    isolation = Isolation(whole=True)

    class Kind(models.TextChoices):
        FILE = "file", "Tệp khoá trên máy chủ"
        TOKEN = "token", "Token, HSM ở máy chủ"
        REMOTE = "remote", "Dịch vụ ký số từ xa"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FILE)
    reference = models.CharField(max_length=160, unique=True)
    name = models.CharField(max_length=160)
    title = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=400)
    serial = models.CharField(max_length=40)
    certificate = models.TextField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "serial"], name="key_certificate_once"),
            models.UniqueConstraint(
                fields=["school", "person"], condition=Q(revoked_at=None), nulls_distinct=False, name="key_one_live"
            ),
            models.CheckConstraint(condition=Q(not_after__gt=F("not_before")), name="key_dates"),
            models.CheckConstraint(condition=Q(revoked_at=None) | ~Q(revoked_reason=""), name="key_revoked_why"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.serial[:8]}"

    @property
    def is_seal(self) -> bool:
        """Whether it is the organisation's key."""
        return self.person_id is None


class SchoolToken(SchoolModel):
    """A token at the server, by its serial number: which school's people may enrol with it."""

    isolation = Isolation(whole=True)

    id = models.BigAutoField(primary_key=True)
    serial = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.serial
