"""The homeroom teacher signs the general part: only now each transcript becomes one document."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import NotFound
from khuevan.kernel.ids import uuid7
from khuevan.kernel.outside import same
from khuevan.platform.approvals.api import advance
from khuevan.platform.signing.api import embed, prepare_stage, sign_prepared, signer_for
from khuevan.platform.signing.ports import Signer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolClass

from ..events import HomeroomSigned
from ..models import SectionSignature, Version
from ..policies import SCHEME, TRANSCRIPT, visible
from ..ports import Incomplete, Lack, NothingToDo, NotYet
from ..rules.completeness import missing_in_homeroom
from ..rules.document import HOMEROOM, subject_part, whole
from .drafts import Desk, edition_of, lay_out
from .signatures import Held, Role, digest_of, general_sections, kept, refresh
from .subjects import BOOK, Signed, refuse_second

PART = "Phần chủ nhiệm"


def sign_homeroom(actor: Actor, class_id: int, pin: str, *, only_complete: bool = False) -> Signed:
    """Sign the general part for every pupil of the actor's class whose subjects are all signed.

    Raises ``NotFound`` for a class that is not the actor's, ``NotYet`` naming the subjects that are not signed,
    ``Incomplete`` naming who lacks what; ``only_complete`` leaves those pupils out where others are left.
    ``AlreadySigned`` or ``NothingToDo`` where all is signed, and what `signer_for` raises.
    """
    own = SchoolClass.objects.filter(visible(actor, "sign_homeroom", SchoolClass), pk=class_id)
    school_class = own.select_related("homeroom").first()
    if school_class is None:
        raise NotFound(_("Thầy cô không chủ nhiệm lớp này."))
    desk = lay_out(actor, school_class)
    held = refresh(desk)
    ready = desk.in_state("subject_signed")
    waiting = unsigned_subjects(desk, held)
    if waiting and not only_complete:
        raise NotYet(_("Chưa ký chủ nhiệm được: còn môn chưa ký."), hint=_say(waiting))
    lacks = general_lacks(desk, ready)
    if lacks and not only_complete:
        raise _incomplete(lacks)
    lacking = {lack.student for lack in lacks}
    due = [version for student, version in ready.items() if student not in lacking]
    if not due:
        refuse_second(actor, held, {HOMEROOM})
        if lacks:
            raise _incomplete(lacks)
        raise NothingToDo(_("Không còn học sinh nào chờ chữ ký chủ nhiệm."), hint=_say(waiting))
    signer = signer_for(school_class.school_id, actor.person_id or 0, pin)
    _sign(actor, desk, due, signer, held)
    record(actor, school_class.school_id, BOOK, "sign_homeroom", [Change(str(school_class), new=len(due))])
    told = HomeroomSigned(school_class.school_id, school_class.pk, tuple(one.pk for one in due))
    announce(school_class.school_id, told)
    return Signed(len(due), tuple(lacks))


def _incomplete(lacks: list[Lack]) -> Incomplete:
    return Incomplete(_("Chưa ký được: phần chủ nhiệm còn thiếu của %(n)d em.") % {"n": len(lacks)}, lacks)


def general_lacks(desk: Desk, students: Sequence[int] | dict[int, Version]) -> list[Lack]:
    """What pupils (person ids) lack in the general part."""
    composer = desk.composer
    primary = composer.sources.primary
    found = ((student, missing_in_homeroom(composer.homeroom(student), primary)) for student in students)
    return [Lack(student, desk.name(student), PART, tuple(what)) for student, what in found if what]


def unsigned_subjects(desk: Desk, held: Held) -> dict[str, int]:
    """Subject (with its teacher) → pupils of the class for whom it is not signed."""
    waiting: dict[str, int] = {}
    for book in desk.composer.sources.books:
        part = subject_part(book.subject_id)
        lacking = sum(part not in held.get(one.pk, {}) for one in desk.in_state("draft").values())
        if lacking:
            teacher = f" ({book.teacher.full_name})" if book.teacher else ""
            waiting[f"{book.subject.name}{teacher}"] = lacking
    return waiting


def _say(waiting: dict[str, int]) -> str:
    return "; ".join(_("%(subject)s: %(n)d em") % {"subject": name, "n": n} for name, n in waiting.items())


def _sign(actor: Actor, desk: Desk, due: Sequence[Version], signer: Signer, held: Held) -> None:
    moment, order = same("moment", now), uuid7()
    rows: list[SectionSignature] = []
    parts = [general_sections(desk, version) for version in due]
    documents = [_document(desk, one, *sections, held[one.pk]) for one, sections in zip(due, parts, strict=True)]
    prepared = [prepare_stage(xml, SCHEME, signer, role=Role.HOMEROOM, at=moment) for xml in documents]
    for version, sections, xml in zip(due, parts, sign_prepared(prepared, signer), strict=True):
        version.xml = xml.decode()
        said = {"digest": digest_of(*sections)}
        rows.append(kept(version, Role.HOMEROOM, HOMEROOM, signer, actor.person_id, moment, order, **said))
    Version.objects.bulk_update(due, ["xml"])
    SectionSignature.objects.bulk_create(rows)
    advance(actor, TRANSCRIPT, [one.case_id for one in due], "sign_homeroom")


def _document(desk: Desk, version: Version, info: str, general: str, held: dict[str, SectionSignature]) -> bytes:
    """All sections in the order of the form, with the subject teachers' signatures as they were made."""
    parts = [held[subject_part(book.subject_id)] for book in desk.composer.sources.books]
    heading = desk.composer.heading(edition_of(version))
    xml = whole(heading, [info, *(part.content for part in parts), general])
    return embed(xml.encode(), [part.fragment.encode() for part in parts])
