"""The school's seal makes a transcript final: last signature, paper, point of no return."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, DomainError
from khuevan.kernel.outside import same
from khuevan.platform.approvals.api import advance
from khuevan.platform.documents.api import render
from khuevan.platform.proof.api import seal as sign_statement
from khuevan.platform.signing.api import prepare_pdf, prepare_stage, seal_prepared, sign_prepared, trust_anchors, verify
from khuevan.platform.signing.ports import DocumentVerdict, Signer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.files.api import Given, store_all

from ..adapters.paper import sheet_of, template_of
from ..adapters.reading import read
from ..events import TranscriptIssued
from ..models import SectionSignature, Version
from ..policies import SCHEME, TRANSCRIPT
from ..queries.delegations import mandates_of
from ..rules.document import CONTENT, part_names
from ..rules.essentials import essentials_of, written
from ..rules.records import Content
from .signatures import Role, held_rows, kept, let_lapse
from .subjects import BOOK


class NotValid(Conflict):
    """The sealed document would not be valid; ``verdict`` says why."""

    code = "invalid_document"

    def __init__(self, verdict: DocumentVerdict) -> None:
        why = next((problem.message for problem in verdict.all_problems), ", ".join(verdict.missing))
        super().__init__(_("Không phát hành được: %(why)s") % {"why": why}, hint=_("Phần này phải được ký lại."))
        self.verdict = verdict


@dataclass(frozen=True)
class Sealed:
    """A document with all its signatures, and its paper."""

    version: Version
    xml: bytes
    digest: str
    paper: bytes


def issue(actor: Actor, versions: Sequence[Version], seal: Signer, order: UUID | None = None) -> dict[int, str]:
    """Put the seal under documents of one school, check each as a whole, print them, and issue them.

    Returns those that cannot be (id → why); each is done or not done by itself. Where a signature does not hold, it
    lapses and the transcript goes back to whoever has to sign again: nothing invalid is ever issued. Raises
    ``StorageFull`` and what the key raises, which concern them all.
    """
    moment = same("moment", now)
    failures: dict[int, str] = {}
    papers = _printed(_checked(_signed(versions, seal, moment, failures), failures), seal, moment, failures)
    try:
        with transaction.atomic():
            _keep(actor, papers, seal, moment, order)
    except Conflict:  # somebody has taken one of them back meanwhile: the others are issued one by one
        for one in papers:
            try:
                with transaction.atomic():
                    _keep(actor, [one], seal, moment, order)
            except Conflict as refusal:
                failures[one.version.pk] = str(refusal)
    return failures


def _signed(
    versions: Sequence[Version], seal: Signer, moment: datetime, failures: dict[int, str]
) -> list[tuple[Version, bytes]]:  # fmt: skip
    """Documents with the seal under them; the key is asked once."""
    ready = []
    for version in versions:
        try:
            prepared = prepare_stage(version.xml.encode(), SCHEME, seal, role=Role.SEAL, at=moment)
        except DomainError as refusal:
            failures[version.pk] = str(refusal)
        else:
            ready.append((version, prepared))
    xmls = sign_prepared([prepared for _version, prepared in ready], seal)
    return [(version, xml) for (version, _prepared), xml in zip(ready, xmls, strict=True)]


def _checked(
    documents: Sequence[tuple[Version, bytes]], failures: dict[int, str]
) -> list[tuple[Version, bytes, Content]]:  # fmt: skip
    """Those that are valid as a whole; of the others the signatures lapse that do not hold."""
    trust = trust_anchors()
    mandates = mandates_of(documents[0][0].school_id) if documents else []
    good = []
    for version, xml in documents:
        content = read(xml)
        names = part_names((one.code, one.name) for one in content.subjects)
        verdict = verify(xml, trust, SCHEME, names=names, mandates=mandates)
        if verdict.valid:
            good.append((version, xml, content))
            continue
        refusal = NotValid(verdict)
        failures[version.pk] = str(refusal)
        let_lapse(
            version, [found.id.removeprefix("ky-") for found in verdict.signatures if not found.valid], refusal.message
        )
    return good


def _printed(
    documents: Sequence[tuple[Version, bytes, Content]], seal: Signer, moment: datetime, failures: dict[int, str]
) -> list[Sealed]:
    """Their papers under the same seal."""
    held = held_rows(version for version, _xml, _content in documents)
    ready = []
    for version, xml, content in documents:
        digest = hashlib.sha256(xml).hexdigest()
        own = kept(version, Role.SEAL, CONTENT, seal, None, moment)
        try:
            rows = [*held[version.pk], own]
            prepared = same(
                ("paper", digest),
                lambda: prepare_pdf(_paper(version, content, rows, digest, moment), seal, at=moment),  # noqa: B023
            )
        except DomainError as refusal:
            failures[version.pk] = str(refusal)
        else:
            ready.append((version, xml, digest, prepared))
    papers = seal_prepared([prepared for *_document, prepared in ready], seal)
    return [
        Sealed(version, xml, digest, paper)
        for (version, xml, digest, _prepared), paper in zip(ready, papers, strict=True)
    ]


def _keep(actor: Actor, papers: Sequence[Sealed], seal: Signer, moment: datetime, order: UUID | None) -> None:
    """Write what was sealed: the same number of statements however many, but for the announcements."""
    if not papers:
        return
    school_id, versions = papers[0].version.school_id, [one.version for one in papers]
    advance(actor, TRANSCRIPT, [one.case_id for one in versions], "issue")
    SectionSignature.objects.filter(version__in=versions).update(content="", fragment="")
    SectionSignature.objects.bulk_create(
        kept(one.version, Role.SEAL, CONTENT, seal, None, moment, order, digest=one.digest) for one in papers
    )
    files = store_all(actor, school_id, [_file(one) for one in papers])
    for one, file in zip(papers, files, strict=True):
        version = one.version
        version.xml, version.digest, version.issued_at, version.pdf = one.xml.decode(), one.digest, moment, file
    Version.objects.bulk_update(versions, ["xml", "digest", "issued_at", "pdf"])
    changes = [Change(one.transcript.code, new=one.digest, student_id=one.student_id) for one in versions]
    record(actor, school_id, BOOK, "issue", changes)
    for version in versions:
        announce(school_id, TranscriptIssued(school_id, version.student_id, version.pk, version.number))


def _file(one: Sealed) -> Given:
    version = one.version
    name = f"hoc-ba-{version.transcript.code}-v{version.number}.pdf"
    return Given(one.paper, name, "application/pdf", version.student_id, version.verify_code)


def verify_url(code: str) -> str:
    """The address behind the QR code."""
    return f"{settings.PUBLIC_URL}/verify/{code}/"


def signed_code(*documents: tuple[Content, str, datetime]) -> str:
    """What the large QR code says of issued documents (records, SHA-256 in hex, when issued): the essential results,
    signed with the province's key."""
    return sign_statement(written(essentials_of(documents)))


def _paper(
    version: Version, content: Content, rows: Sequence[SectionSignature], digest: str, moment: datetime
) -> bytes:
    code = signed_code((content, digest, moment))
    return render(template_of(content), sheet_of(content, rows, verify_url(version.verify_code), digest, moment, code))
