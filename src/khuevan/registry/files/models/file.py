"""What a stored file is, whose it is and who may read it."""

from django.db import models

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolModel


class File(SchoolModel):
    """One file of a school. The bytes lie in the storage under ``sha256``; this row decides who reads them.

    ``student``: the pupil whose family may read it. ``link_key``: the token of the public link that opens it, or "".
    ``size`` in bytes, ``media_type`` as in RFC 6838, ``sha256`` in hex.
    """

    isolation = Isolation(family="student", public="link_key")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    student = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    link_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "sha256"], name="file_digest"),
            models.Index(fields=["link_key"], condition=~models.Q(link_key=""), name="file_link"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=0), name="file_size")]

    def __str__(self) -> str:
        return self.name
