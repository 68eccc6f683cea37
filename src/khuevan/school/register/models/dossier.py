"""What follows a pupil to another school or class: never altered."""

from django.db import models

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, StudentModel


class Dossier(StudentModel):
    """Results of earlier years and the marks of the running one as they stood at ``from_school`` on ``day``.

    It belongs to the school that received it. ``content``: `queries.dossiers.compose`; ``digest``: SHA-256 (hex) of its
    canonical JSON. ``transfer``: the pair of `Transfer` it came with; None where a pupil changed class within a school.
    """

    isolation = Isolation(family="student", append_only=True)

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    from_school = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    from_name = models.CharField(max_length=160)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    transfer = models.UUIDField(null=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["school", "student"], name="dossier_pupil")]

    def __str__(self) -> str:
        return f"{self.from_name} {self.day}"

    @property
    def whole(self) -> bool:
        """Whether it reads as it was handed over."""
        return sha256_hex(self.content) == self.digest


class DossierFile(StudentModel):
    """An issued transcript that came with a dossier, as a file of the school that received it.

    ``kind``: "xml" is the signed document, "pdf" its sealed paper. ``digest``: SHA-256 (hex) of the bytes;
    ``state``: what became of this version until the handing over.
    """

    isolation = Isolation(family="student", append_only=True)

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dossier = SchoolLink(Dossier)
    file = SchoolLink("files.File")
    kind = models.CharField(max_length=3)
    year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    verify_code = models.CharField(max_length=14)
    state = models.CharField(max_length=24)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["school", "dossier"], name="dossier_file")]

    def __str__(self) -> str:
        return f"{self.year} v{self.version} {self.kind}"
