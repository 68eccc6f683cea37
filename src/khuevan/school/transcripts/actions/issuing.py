"""The school's seal makes a transcript final: last signature, paper, point of no return."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, DomainError
from khuevan.platform.approvals.api import advance
from khuevan.platform.documents.api import render
from khuevan.platform.proof.api import seal as sign_statement
from khuevan.platform.signing.api import seal_pdf, sign_stage, trust_anchors, verify
from khuevan.platform.signing.ports import DocumentVerdict, Mandate, Signer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.files.api import StorageFull, store

from ..adapters.paper import sheet_of, template_of
from ..adapters.reading import read
from ..events import TranscriptIssued
from ..models import SectionSignature, Version
from ..policies import SCHEME, TRANSCRIPT
from ..queries.delegations import mandates_of
from ..rules.document import CONTENT, part_names
from ..rules.essentials import essentials_of, written
from ..rules.records import Content
from .signatures import Role, kept, let_lapse
from .subjects import BOOK


class NotValid(Conflict):
    """The sealed document would not be valid; ``verdict`` says why."""

    code = "invalid_document"

    def __init__(self, verdict: DocumentVerdict) -> None:
        why = next((problem.message for problem in verdict.all_problems), ", ".join(verdict.missing))
        super().__init__(_("Không phát hành được: %(why)s") % {"why": why}, hint=_("Phần này phải được ký lại."))
        self.verdict = verdict


def issue(actor: Actor, versions: Sequence[Version], seal: Signer, order: UUID | None = None) -> dict[int, str]:
    """Seal and issue versions that a leader has signed; returns those that cannot be (id → why).

    Each is done or not done by itself; where a signature does not hold, it lapses and the transcript goes back to
    whoever has to sign again. Raises ``StorageFull``, which concerns them all.
    """
    failures = {}
    for version in versions:
        try:
            with transaction.atomic():
                issue_one(actor, version, seal, order)
        except StorageFull:
            raise
        except NotValid as refusal:
            failures[version.pk] = str(refusal)
            bad = [found.id.removeprefix("ky-") for found in refusal.verdict.signatures if not found.valid]
            let_lapse(version, bad, refusal.message)
        except DomainError as refusal:
            failures[version.pk] = str(refusal)
    return failures


def issue_one(actor: Actor, version: Version, seal: Signer, order: UUID | None = None) -> None:
    """Put the seal under one document, check the whole, print it, and issue it.

    Raises ``NotValid`` if the document would not be valid: nothing invalid is ever issued.
    """
    moment = now()
    xml = sign_stage(version.xml.encode(), SCHEME, seal, role=Role.SEAL, at=moment)
    content = read(xml)
    _refuse_invalid(xml, content, mandates_of(version.school_id))
    digest = hashlib.sha256(xml).hexdigest()
    kept(version, Role.SEAL, CONTENT, seal, None, moment, order, digest=digest).save(force_insert=True)
    version.xml, version.digest, version.issued_at = xml.decode(), digest, moment
    version.pdf = store(
        actor,
        version.school_id,
        _paper(version, content, seal, moment),
        f"hoc-ba-{version.transcript.code}-v{version.number}.pdf",
        "application/pdf",
        student_id=version.student_id,
        link_key=version.verify_code,
    )
    version.save(update_fields=["xml", "digest", "issued_at", "pdf"])
    SectionSignature.objects.filter(version=version).update(content="", fragment="")
    advance(actor, TRANSCRIPT, [version.case_id], "issue")
    change = Change(version.transcript.code, new=digest, student_id=version.student_id)
    record(actor, version.school_id, BOOK, "issue", [change])
    announce(version.school_id, TranscriptIssued(version.school_id, version.student_id, version.pk, version.number))


def verify_url(code: str) -> str:
    """The address behind the QR code."""
    return f"{settings.PUBLIC_URL}/verify/{code}/"


def signed_code(*documents: tuple[Content, str, datetime]) -> str:
    """What the large QR code says of issued documents (records, SHA-256 in hex, when issued): the essential results,
    signed with the province's key."""
    return sign_statement(written(essentials_of(documents)))


def _paper(version: Version, content: Content, seal: Signer, moment: datetime) -> bytes:
    rows = SectionSignature.objects.filter(version=version, stale_at=None)
    sheet = sheet_of(
        content,
        rows,
        verify_url(version.verify_code),
        version.digest,
        moment,
        signed_code((content, version.digest, moment)),
    )
    pdf = render(template_of(content), sheet)
    return seal_pdf(pdf, seal, at=moment)


def _refuse_invalid(xml: bytes, content: Content, mandates: Sequence[Mandate]) -> None:
    names = part_names((one.code, one.name) for one in content.subjects)
    verdict = verify(xml, trust_anchors(), SCHEME, names=names, mandates=mandates)
    if not verdict.valid:
        raise NotValid(verdict)
