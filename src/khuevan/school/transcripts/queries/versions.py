"""One version with all that its page shows."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.platform.approvals.api import Event, history
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass

from ..adapters.reading import Unreadable, read
from ..models import SectionSignature, Version
from ..policies import TRANSCRIPT, visible
from ..rules.records import Content
from .composing import Composer, Edition
from .sources import load


@dataclass
class Opened:
    """A version: what it says (None if its file is damaged), its signatures, its history, the versions beside it."""

    version: Version
    content: Content | None
    signatures: list[SectionSignature]
    history: list[Event]
    versions: list[Version]

    @property
    def lapsed(self) -> list[SectionSignature]:
        """Signatures that no longer count and have not been made again."""
        held = {(row.role, row.section) for row in self.signatures if row.stale_at is None}
        return [row for row in self.signatures if row.stale_at and (row.role, row.section) not in held]

    @property
    def holding(self) -> list[SectionSignature]:
        """Signatures that count, in the order of signing."""
        return [row for row in self.signatures if row.stale_at is None]


def version_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> Version:
    """A version to which the actor may do ``verb``. Raises ``NotFound`` as if others did not exist."""
    rows = Version.objects.filter(visible(actor, verb), uid=uid)
    found = rows.select_related("transcript__school_class", "student", "school", "case", "pdf").first()
    if found is None:
        raise NotFound(_("Không tìm thấy học bạ này."), hint=_("Học bạ không có, hoặc ngoài phạm vi của thầy cô."))
    return found


def open_version(actor: Actor, uid: UUID) -> Opened:
    """A version with everything around it that the actor may see."""
    version = version_by_uid(actor, uid)
    beside = Version.objects.filter(visible(actor), transcript_id=version.transcript_id).select_related("case")
    return Opened(
        version,
        content_of(version),
        list(SectionSignature.objects.filter(version=version).order_by("at", "pk")),
        history(TRANSCRIPT, version.case_id),
        list(beside.defer("xml").order_by("-number")),
    )


def content_of(version: Version) -> Content | None:
    """What a version says: its document, or, while there is none, what the gradebook says now."""
    if version.xml:
        try:
            return read(version.xml.encode())
        except Unreadable:
            return None
    school_class = SchoolClass.objects.select_related("homeroom").get(pk=version.transcript.school_class_id)
    sources = load(school_class, [version.student_id])
    if version.student_id not in sources.people:
        return None
    edition = Edition(version.transcript.code, version.number, version.verify_code, version.reason, version.decision_no)
    return Composer(sources).content(version.student_id, edition)
