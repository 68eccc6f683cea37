"""Keep signatures, find those that no longer fit, and take them back visibly."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from khuevan.kernel.clock import now
from khuevan.platform.approvals.api import PROGRAM, advance
from khuevan.platform.signing.ports import Signer
from khuevan.school.enrolment.api import ClassSubject

from ..models import SectionSignature, Version
from ..policies import SIGNED, TRANSCRIPT
from ..rules.document import HOMEROOM, homeroom_section, info_section, subject_part, subject_section
from .drafts import Desk, edition_of

Held = dict[int, dict[str, SectionSignature]]
"""Valid signatures by version and section."""
Role = SectionSignature.Role


def digest_of(*parts: str) -> str:
    """SHA-256 in hex of sections."""
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def held_by(versions: Iterable[Version], *roles: str, documents: bool = True) -> Held:
    """The valid signatures of versions, of some roles or of all, in the order of signing; one query.

    ``documents``: with what was signed, and the signatures themselves.
    """
    rows = SectionSignature.objects.filter(version_id__in=[one.pk for one in versions], stale_at=None)
    rows = rows if documents else rows.defer("content", "fragment")
    held: Held = defaultdict(dict)
    for row in (rows.filter(role__in=roles) if roles else rows).order_by("pk"):
        held[row.version_id][row.section] = row
    return held


def held_rows(versions: Iterable[Version]) -> dict[int, list[SectionSignature]]:
    """All valid signatures by version, in the order of signing, without the documents; one query."""
    rows = SectionSignature.objects.filter(version_id__in=[one.pk for one in versions], stale_at=None)
    found: dict[int, list[SectionSignature]] = defaultdict(list)
    for row in rows.defer("content", "fragment").order_by("pk"):
        found[row.version_id].append(row)
    return found


def kept(
    version: Version, role: str, section: str, signer: Signer, person: int | None, at: datetime,
    order: UUID | None = None, **content: str,
) -> SectionSignature:  # fmt: skip
    """The record of a signature, unsaved; ``content`` has ``digest`` (of the section, or of the document as it was
    signed) and may have ``content``, ``fragment``, ``on_behalf``. ``order``: of all that one PIN signs."""
    said = signer.certificate
    return SectionSignature(
        school_id=version.school_id,
        student_id=version.student_id,
        version=version,
        role=role,
        section=section,
        signer_id=person,
        signer_name=said.name,
        signer_title=said.title,
        serial=said.serial,
        at=at,
        order=order,
        **content,
    )


def subject_sections(desk: Desk, version: Version, books: Collection[ClassSubject]) -> dict[str, str]:
    """How subjects of a version read now: section → canonical XML."""
    composer = desk.composer
    heading = composer.heading(edition_of(version))
    records = (composer.subject(book, version.student_id) for book in books)
    return {subject_part(record.code): subject_section(heading, record) for record in records}


def general_sections(desk: Desk, version: Version) -> tuple[str, str]:
    """How the pupil's data and the homeroom teacher's part of a version read now."""
    composer = desk.composer
    heading = composer.heading(edition_of(version))
    info = info_section(heading, composer.pupil(version.student_id))
    return info, homeroom_section(heading, composer.homeroom(version.student_id))


def refresh(desk: Desk, books: Collection[ClassSubject] | None = None) -> Held:
    """Let signatures lapse whose content reads differently now, and return those that hold.

    What was signed on top of them lapses too, and the transcript goes back to its first state with the reason.
    ``books``: look at the signatures of these subjects alone; whoever signs on top looks at all.
    """
    open_ones = desk.in_state("draft", *SIGNED)
    held = held_by(open_ones.values(), documents=books is None)
    changed: dict[int, list[SectionSignature]] = {}
    for version in open_ones.values():
        if lapsed := _lapsed(desk, version, held.get(version.pk, {}), books):
            changed[version.pk] = lapsed
    if changed:
        _let_lapse(desk, [one for one in open_ones.values() if one.pk in changed], changed, held)
    return held


def _lapsed(
    desk: Desk, version: Version, held: dict[str, SectionSignature], books: Collection[ClassSubject] | None
) -> list[SectionSignature]:  # fmt: skip
    looked_at = {part: row for part, row in held.items() if row.role in ("subject", "homeroom")}
    if books is not None:
        own = {subject_part(book.subject_id) for book in books}
        looked_at = {part: row for part, row in looked_at.items() if part in own}
    if not looked_at:
        return []
    sections = subject_sections(desk, version, desk.composer.sources.books if books is None else books)
    now_reads = {part: digest_of(text) for part, text in sections.items()}
    if HOMEROOM in looked_at:
        now_reads[HOMEROOM] = digest_of(*general_sections(desk, version))
    return [row for part, row in looked_at.items() if row.digest != now_reads.get(part)]


def _let_lapse(desk: Desk, versions: Sequence[Version], changed: dict[int, list[SectionSignature]], held: Held) -> None:
    names = {subject_part(book.subject_id): book.subject.name for book in desk.composer.sources.books}
    moment = now()
    reopened: dict[str, list[Version]] = defaultdict(list)
    by_reason: dict[str, list[int]] = defaultdict(list)
    for version in versions:
        parts = [names.get(row.section, "Phần chủ nhiệm") for row in changed[version.pk]]
        reason = f"Nội dung đã thay đổi sau khi ký: {', '.join(parts)}"[:200]
        gone = {row.section for row in changed[version.pk]} | _on_top(held[version.pk])
        for section in gone:
            by_reason[reason].append(held[version.pk].pop(section).pk)
        if version.case.state in SIGNED:
            reopened[reason].append(version)
    for reason, rows in by_reason.items():
        SectionSignature.objects.filter(pk__in=rows).update(stale_at=moment, stale_reason=reason)
    for reason, these in reopened.items():
        reopen(these, reason)


def let_lapse(version: Version, parts: Sequence[str], reason: str) -> None:
    """Signatures given as role and first part (``subject-mon-TOAN``) do not hold: they and those on top lapse.

    Nothing happens where only the seal is at fault, which has not been kept yet.
    """
    rows = SectionSignature.objects.filter(version=version, stale_at=None)
    bad = [row for row in rows if f"{row.role}-{row.section}" in parts or f"{row.role}-thongtin" in parts]
    if bad:
        gone = {row.pk for row in bad} | {row.pk for row in rows if row.role != Role.SUBJECT}
        SectionSignature.objects.filter(pk__in=gone).update(stale_at=now(), stale_reason=reason[:200])
        reopen([version], reason[:200])


def _on_top(held: dict[str, SectionSignature]) -> set[str]:
    """Sections of the signatures that cover others: they lapse with any of those."""
    return {section for section, row in held.items() if row.role != Role.SUBJECT}


def reopen(versions: Sequence[Version], reason: str) -> None:
    """Put versions back to their first state; the document that was being signed is taken apart."""
    Version.objects.filter(pk__in=[one.pk for one in versions]).update(xml="")
    advance(PROGRAM, TRANSCRIPT, [one.case_id for one in versions], "reopen", reason=reason, system=True)
    for version in versions:
        version.xml, version.case.state = "", TRANSCRIPT.start
