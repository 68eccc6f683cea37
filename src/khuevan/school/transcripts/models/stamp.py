"""Time-stamps: one over the transcripts of an order, and what leads from each of them to it."""

from django.db import models

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel, StudentModel


class Stamp(SchoolModel):
    """A time-stamp (RFC 3161) over ``count`` transcripts: its ``token`` (DER), when, on whose word, its ``serial``."""

    isolation = Isolation(family="school")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    token = models.BinaryField()
    at = models.DateTimeField()
    authority = models.CharField(max_length=160)
    serial = models.CharField(max_length=80)
    count = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=1), name="stamp_of_something")]
        indexes = [models.Index(fields=["school", "created_at"], name="stamp_created")]

    def __str__(self) -> str:
        return f"{self.authority} {self.at}"


class StampRenewal(SchoolModel):
    """A later time-stamp over the token of ``stamp``, or of its renewal before this one (RFC 4998 §5.2).

    ``path``: the hashes beside the way from that token to what ``token`` stamps. ``tree``: over the documents once
    more, by a stronger ``digest``; the paths are then in ``RenewedPath``. ``proofs``: certificates and revocations of
    the earlier authority as they were known then (DER), which ``token`` covers too.
    """

    isolation = Isolation(family="school")

    id = models.BigAutoField(primary_key=True)
    stamp = SchoolLink(Stamp)
    token = models.BinaryField()
    path = models.BinaryField()
    digest = models.CharField(max_length=10, default="sha256", db_default="sha256")
    tree = models.BooleanField(default=False, db_default=False)
    proofs = models.BinaryField(default=b"", db_default=b"")
    at = models.DateTimeField()
    authority = models.CharField(max_length=160)
    serial = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["school", "stamp", "at"], name="stamp_renewal")]

    def __str__(self) -> str:
        return f"{self.stamp_id} {self.at}"


class StampedVersion(StudentModel):
    """A version under a stamp. ``path``: the hashes beside the way from its files to what is stamped (RFC 4998).

    ``tail``: what stands behind the sealed paper with a time-stamp of its own; None while there is none, empty where
    the paper cannot have one. ``tail_until``: when the certificate of its last stamp ends, where that has been noted.
    """

    id = models.BigAutoField(primary_key=True)
    version = SchoolLink("transcripts.Version")
    stamp = SchoolLink(Stamp)
    path = models.BinaryField()
    tail = models.BinaryField(null=True)
    tail_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="stamped_version_once")]
        indexes = [models.Index(fields=["school", "stamp"], name="stamped_version_stamp")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.stamp_id}"


class RenewedPath(StudentModel):
    """What leads from a version's files, with all that proved them so far, to a new tree's stamp (RFC 4998 §5.2)."""

    id = models.BigAutoField(primary_key=True)
    version = SchoolLink("transcripts.Version")
    renewal = SchoolLink(StampRenewal)
    path = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version", "renewal"], name="renewed_path_once")]
        indexes = [models.Index(fields=["school", "renewal"], name="renewed_path_renewal")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.renewal_id}"
