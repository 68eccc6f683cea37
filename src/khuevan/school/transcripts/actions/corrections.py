"""A transcript that was issued never changes: it is replaced by a new version, or revoked."""

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.platform.approvals.api import advance, open_case
from khuevan.platform.signing.api import section_bytes
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolClass

from ..events import TranscriptCorrected, TranscriptRevoked
from ..models import SectionSignature, Version
from ..policies import TRANSCRIPT, visible
from ..rules.document import subject_part
from .drafts import lay_out
from .signatures import Role, digest_of, subject_sections
from .subjects import BOOK

DECISION_LIMIT = 60


def correct(actor: Actor, version_id: int, reason: str, decision_no: str) -> Version:
    """Begin a new version beside the old one, which is superseded from now on.

    Signatures under subjects that read the same as before are carried over; every other part is signed again.
    Raises ``NotFound``, ``Invalid`` without reason or decision number, ``Conflict`` where the state forbids it.
    """
    old = _issued(actor, "correct", version_id)
    decision_no = decision_no.strip()
    if not decision_no or len(decision_no) > DECISION_LIMIT:
        raise Invalid(
            _("Chưa ghi số quyết định."),
            hint=_("Ghi số của quyết định đính chính, ví dụ 15/QĐ-THCSNĐC."),
            code="decision",
        )
    advance(actor, TRANSCRIPT, [old.case_id], "correct", reason=reason)
    moment = now()
    Version.objects.filter(pk=old.pk).update(superseded_at=moment)
    fresh = Version.objects.create(
        school_id=old.school_id,
        student_id=old.student_id,
        transcript=old.transcript,
        case=open_case(actor, TRANSCRIPT, old.school_id, old.student_id),
        number=old.number + 1,
        reason=reason.strip(),
        decision_no=decision_no,
        created_at=moment,
    )
    _carry_over(actor, old, fresh)
    change = Change(old.transcript.code, old=old.number, new=fresh.number, student_id=old.student_id)
    record(actor, old.school_id, BOOK, "correct", [change], reason=f"{decision_no}: {reason.strip()}"[:500])
    told = TranscriptCorrected(old.school_id, old.student_id, old.pk, fresh.pk, fresh.reason)
    announce(old.school_id, told)
    return fresh


def revoke(actor: Actor, version_id: int, reason: str) -> None:
    """Take the force from a version without replacing it. Raises as `correct`."""
    version = _issued(actor, "revoke", version_id)
    advance(actor, TRANSCRIPT, [version.case_id], "revoke", reason=reason)
    Version.objects.filter(pk=version.pk).update(revoked_at=now())
    change = Change(version.transcript.code, old="issued", new="revoked", student_id=version.student_id)
    record(actor, version.school_id, BOOK, "revoke", [change], reason=reason.strip())
    announce(version.school_id, TranscriptRevoked(version.school_id, version.student_id, version.pk, reason.strip()))


def _issued(actor: Actor, verb: str, version_id: int) -> Version:
    rows = Version.objects.filter(visible(actor, verb), pk=version_id, superseded_at=None)
    found = rows.select_related("transcript", "case").first()
    if found is None:
        raise NotFound(_("Không tìm thấy học bạ này."))
    return found


def _carry_over(actor: Actor, old: Version, fresh: Version) -> None:
    """Subjects that read as they did keep their signatures; a subject's section does not name the version."""
    school_class = SchoolClass.objects.select_related("homeroom").get(pk=old.transcript.school_class_id)
    desk = lay_out(actor, school_class, [old.student_id])
    reads, xml = subject_sections(desk, fresh, desk.composer.sources.books), old.xml.encode()
    kept = [row for row in _subject_rows(old) if _same(reads.get(row.section, ""), row, xml)]
    for row in kept:
        row.pk, row.version = None, fresh
        row._state.adding = True
    SectionSignature.objects.bulk_create(kept)
    wanted = {subject_part(book.subject_id) for book in desk.composer.sources.books}
    if wanted <= {row.section for row in kept}:
        advance(actor, TRANSCRIPT, [fresh.case_id], "complete", system=True)


def _subject_rows(old: Version) -> list[SectionSignature]:
    return list(SectionSignature.objects.filter(version=old, role=Role.SUBJECT, stale_at=None))


def _same(reads: str, row: SectionSignature, xml: bytes) -> bool:
    """Whether a section reads as it did; the section and its signature are taken out of the old document."""
    content = section_bytes(xml, row.section)
    fragment = section_bytes(xml, f"ky-{Role.SUBJECT}-{row.section}")
    if content is None or fragment is None or digest_of(reads) != row.digest:
        return False
    row.content, row.fragment = content.decode(), fragment.decode()
    return True
