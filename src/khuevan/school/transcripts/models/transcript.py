"""A pupil's transcript of one year, its versions, and who signed which part of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ids import new_verify_code, uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, StudentModel


class Transcript(StudentModel):
    """The transcript (học bạ) of a pupil for one school year at one school.

    ``code`` is ``madinhdanhhocba`` of the national feed: it never changes, whatever the version.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    school_class = SchoolLink("enrolment.SchoolClass")
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "student", "year"], name="transcript_once"),
            models.UniqueConstraint(fields=["school", "code"], name="transcript_code"),
        ]
        indexes = [models.Index(fields=["school", "school_class"], name="transcript_class")]

    def __str__(self) -> str:
        return self.code


class Version(StudentModel):
    """One version of a transcript. Its state is its case's; a correction is a new version beside the old one.

    ``xml`` is the signed document in canonical form, empty until the homeroom teacher signs; ``digest`` its SHA-256
    in hex once it is issued. ``verify_code`` is printed on it and opens it to anybody who holds it.
    ``reason`` and ``decision_no`` say why a version after the first exists.
    """

    isolation = Isolation(family="student", public="verify_code")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    transcript = SchoolLink(Transcript)
    case = SchoolLink("approvals.Case")
    number = models.SmallIntegerField(default=1)
    verify_code = models.CharField(max_length=14, unique=True, default=new_verify_code, editable=False)
    xml = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    pdf = SchoolLink("files.File", null=True)
    reason = models.CharField(max_length=500, blank=True)
    decision_no = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "transcript", "number"], name="version_number"),
            models.UniqueConstraint(
                fields=["school", "transcript"], condition=Q(superseded_at=None), name="version_one_current"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_1"),
            models.CheckConstraint(
                condition=Q(issued_at=None) | (~Q(xml="") & ~Q(digest="")), name="version_issued_whole"
            ),
        ]
        indexes = [models.Index(fields=["school", "case"], name="version_case")]

    def __str__(self) -> str:
        return f"{self.transcript_id} v{self.number}"


class SectionSignature(StudentModel):
    """Somebody signed a part of a version: which part, as what, with which certificate, when.

    ``on_behalf``: KT or TL where a leader signs for the principal. ``order``: the same for all that one PIN signed.
    ``section``: ``mon-<subject>``, ``chunhiem`` or ``hocba``. ``content`` and ``fragment`` hold the signed section and
    the signature until the version is issued and carries both itself. ``stale_at``: from then on the signature does
    not count, because what it covers has changed (``stale_reason``).
    """

    class Role(models.TextChoices):
        SUBJECT = "subject", _("Giáo viên môn học")
        HOMEROOM = "homeroom", _("Giáo viên chủ nhiệm")
        PRINCIPAL = "principal", _("Hiệu trưởng")
        SEAL = "seal", _("Con dấu nhà trường")

    id = models.BigAutoField(primary_key=True)
    version = SchoolLink(Version)
    role = models.CharField(max_length=9, choices=Role)
    section = models.CharField(max_length=24)
    signer = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    signer_name = models.CharField(max_length=160)
    signer_title = models.CharField(max_length=60, blank=True)
    on_behalf = models.CharField(max_length=2, blank=True)
    order = models.UUIDField(null=True)
    serial = models.CharField(max_length=64)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    content = models.TextField(blank=True)
    fragment = models.TextField(blank=True)
    stale_at = models.DateTimeField(null=True)
    stale_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "version", "role", "section"],
                condition=Q(stale_at=None),
                name="section_signature_one_valid",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "order"], condition=Q(order__isnull=False), name="section_signature_order")
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.signer_name}"
