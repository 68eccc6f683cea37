"""Subject teachers sign their subjects for a whole class at once."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import NotFound
from khuevan.kernel.ids import uuid7
from khuevan.kernel.outside import same
from khuevan.platform.approvals.api import advance
from khuevan.platform.signing.api import sign_fragments, signer_for
from khuevan.platform.signing.ports import Signer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import ClassSubject

from ..events import SubjectSigned
from ..models import SectionSignature, Version
from ..policies import TRANSCRIPT, visible
from ..ports import AlreadySigned, Incomplete, Lack, NothingToDo
from ..rules.completeness import missing_in_subject
from ..rules.document import subject_part, subject_section
from .drafts import Desk, edition_of, lay_out
from .signatures import Held, Role, digest_of, kept, refresh

BOOK = "transcripts"


@dataclass(frozen=True)
class Signed:
    """What was signed: how many pupils' parts, and what was left out because it is not complete."""

    count: int
    left_out: tuple[Lack, ...] = ()


def sign_subject(actor: Actor, class_subject_id: int, pin: str, *, only_complete: bool = False) -> Signed:
    """Sign one subject for every pupil of its class; see `sign_subjects`."""
    return sign_subjects(actor, [class_subject_id], pin, only_complete=only_complete)


def sign_subjects(actor: Actor, class_subject_ids: Iterable[int], pin: str, *, only_complete: bool = False) -> Signed:
    """Sign subjects that the actor teaches to one class, for every pupil whose part is not signed as it reads now.

    Raises ``NotFound`` for a subject that is not the actor's, ``Incomplete`` naming who lacks what (unless
    ``only_complete`` leaves those out and others are left), ``AlreadySigned``, ``NothingToDo``, and what `signer_for`
    raises. Signatures over content that has changed meanwhile lapse first.
    """
    books = _own(actor, class_subject_ids)
    desk = lay_out(actor, books[0].school_class, books=books)
    held = refresh(desk, books)
    open_ones = desk.in_state("draft")
    lacks = [lack for book in books for lack in lacks_of(desk, book, open_ones)]
    if lacks and not only_complete:
        raise _incomplete(lacks)
    lacking = {(lack.student, lack.part) for lack in lacks}
    due = [
        (book, version)
        for book in books
        for student, version in open_ones.items()
        if subject_part(book.subject_id) not in held.get(version.pk, {}) and (student, book.subject.name) not in lacking
    ]
    if not due:
        refuse_second(actor, held, {subject_part(book.subject_id) for book in books})
        if lacks:
            raise _incomplete(lacks)
        raise NothingToDo(_("Không còn học sinh nào cần ký ở môn này."), hint=_("Tải lại trang để xem trạng thái mới."))
    signer = signer_for(actor.unit_id or 0, actor.person_id or 0, pin)
    _sign(actor, desk, due, signer, held)
    _complete(actor, desk, open_ones.values(), held)
    _tell(actor, desk, due)
    return Signed(len(due), tuple(lacks))


def refuse_second(actor: Actor, held: Held, sections: Container[str]) -> None:
    """Raises ``AlreadySigned`` where the actor's own signatures stand under these sections: nothing went wrong."""
    rows = [row for parts in held.values() for part, row in parts.items() if part in sections]
    mine = [row.at for row in rows if row.signer_id == actor.person_id]
    if mine:
        said = _("Đã ký: phần này có %(n)d chữ ký của thầy cô, lần cuối lúc %(at)s. Không phải ký lại.")
        raise AlreadySigned(said % {"n": len(mine), "at": f"{localtime(max(mine)):%d/%m/%Y %H:%M}"})


def _incomplete(lacks: Sequence[Lack]) -> Incomplete:
    pupils = len({lack.student for lack in lacks})
    return Incomplete(_("Chưa ký được: sổ điểm của %(n)d em còn thiếu.") % {"n": pupils}, lacks)


def lacks_of(desk: Desk, book: ClassSubject, versions: Iterable[int]) -> list[Lack]:
    """What pupils (person ids) of a class lack in one subject."""
    composer = desk.composer
    tested = composer.tested(book)
    found = (
        (student, missing_in_subject(composer.subject(book, student), tested, composer.not_taken(book, student)))
        for student in versions
    )
    return [Lack(student, desk.name(student), book.subject.name, tuple(what)) for student, what in found if what]


def _own(actor: Actor, ids: Iterable[int]) -> list[ClassSubject]:
    wanted = set(ids)
    mine = ClassSubject.objects.filter(visible(actor, "sign_subject", ClassSubject), pk__in=wanted)
    books = list(mine.select_related("school_class", "school_class__homeroom", "subject").order_by("subject__position"))
    if not books or len(books) != len(wanted) or len({book.school_class_id for book in books}) > 1:
        raise NotFound(
            _("Không có môn này trong phân công của thầy cô."),
            hint=_("Nếu phân công đã đổi, hãy nhờ nhà trường cập nhật phân công."),
        )
    return books


def _sign(actor: Actor, desk: Desk, due: Sequence[tuple[ClassSubject, Version]], signer: Signer, held: Held) -> None:
    moment, order, composer = same("moment", now), uuid7(), desk.composer
    rows: list[SectionSignature] = []
    texts = [
        subject_section(composer.heading(edition_of(version)), composer.subject(book, version.student_id))
        for book, version in due
    ]
    marks = sign_fragments([[text.encode()] for text in texts], signer, role=Role.SUBJECT, at=moment)
    for (book, version), text, mark in zip(due, texts, marks, strict=True):
        part = subject_part(book.subject_id)
        said = {"digest": digest_of(text), "content": text, "fragment": mark.decode()}
        row = kept(version, Role.SUBJECT, part, signer, actor.person_id, moment, order, **said)
        held.setdefault(version.pk, {})[part] = row
        rows.append(row)
    SectionSignature.objects.bulk_create(rows)


def _complete(actor: Actor, desk: Desk, versions: Iterable[Version], held: Held) -> None:
    """Move on those versions in which every subject is signed."""
    wanted = {subject_part(book.subject_id) for book in desk.composer.sources.books}
    whole = [one for one in versions if wanted <= held.get(one.pk, {}).keys()]
    if whole:
        advance(actor, TRANSCRIPT, [one.case_id for one in whole], "complete", system=True)
    for one in whole:
        one.case.state = "subject_signed"


def _tell(actor: Actor, desk: Desk, due: Sequence[tuple[ClassSubject, Version]]) -> None:
    school_class = desk.school_class
    counts: dict[str, int] = {}
    for book, _version in due:
        counts[book.subject_id] = counts.get(book.subject_id, 0) + 1
    changes = [Change(f"{code} {school_class.name} {school_class.year}", new=n) for code, n in counts.items()]
    record(actor, school_class.school_id, BOOK, "sign_subject", changes)
    for code, n in counts.items():
        announce(school_class.school_id, SubjectSigned(school_class.school_id, school_class.pk, code, n))
