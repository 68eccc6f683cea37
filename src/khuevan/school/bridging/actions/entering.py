"""Copy a year from a paper transcript, with its scan."""

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.platform.approvals.api import advance, open_case
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.files.api import File, scan_type, store
from khuevan.registry.people.api import Person
from khuevan.school.gradebook.api import rule_set
from khuevan.school.transcripts.api import Transcript

from ..models import PaperYear
from ..policies import PAPER_YEAR, may
from ..queries.places import Place, refuse_place
from ..rules.reading import Results

BOOK = "bridging"


def enter(actor: Actor, pupil: Person, place: Place, results: Results, scan: bytes, name: str = "") -> PaperYear:
    """Keep a year of a pupil of the own school as it stands on paper, with the scan that shows it.

    A year that waits for its certificate is replaced; its scan stays where none is given. Raises ``NotAllowed``,
    ``Invalid`` for a year that cannot be, a missing or unreadable scan, ``Conflict`` where the year is certified
    already or has a digital transcript.
    """
    school_id = actor.unit_id or 0
    if not may(actor, "enter", PaperYear(school_id=school_id, student_id=pupil.pk)):
        raise NotAllowed(_("Chỉ lãnh đạo và văn thư nhà trường nhập học bạ giấy."))
    refuse_place(place, pupil.birth.year if pupil.birth else None)
    held = PaperYear.objects.filter(school_id=school_id, student_id=pupil.pk, year=place.year, withdrawn_at=None)
    old = held.select_related("case", "scan").first()
    _refuse_known(school_id, pupil, place.year, old)
    with transaction.atomic():
        file = _scan(actor, school_id, pupil.pk, scan, name) if scan else old.scan if old else None
        if file is None:
            raise _no_scan()
        made = old or PaperYear(
            school_id=school_id, student_id=pupil.pk, case=open_case(actor, PAPER_YEAR, school_id, pupil.pk)
        )
        made.year, made.grade, made.class_name = place.year, place.grade, place.class_name
        made.school_name, made.book_no, made.rules = place.school_name, place.book_no, rules_of(place.grade, place.year)
        made.results, made.scan = results.as_json(), file
        made.entered_by, made.entered_at = actor.name[:80], now()
        made.save()
        change = Change(f"Học bạ giấy {place.book_no} · {place.year}", new=made.results, student_id=pupil.pk)
        record(actor, school_id, BOOK, "enter", [change])
    return made


def attach_scan(actor: Actor, one: PaperYear, scan: bytes, name: str = "") -> None:
    """Put the scan to a year that waits for its certificate. Raises ``NotAllowed``, ``Conflict``, ``Invalid``."""
    if not may(actor, "enter", one):
        raise NotAllowed(_("Chỉ lãnh đạo và văn thư nhà trường nhập học bạ giấy."))
    if one.case.state != "entered":
        raise Conflict(
            _("Năm học này không còn chờ chứng nhận."), hint=_("Bản đã chứng nhận không thay bản quét được.")
        )
    if not scan:
        raise _no_scan()
    file = _scan(actor, one.school_id, one.student_id, scan, name)
    PaperYear.objects.filter(pk=one.pk).update(scan=file)
    change = Change(f"Học bạ giấy {one.book_no} · {one.year}", new=file.sha256, student_id=one.student_id)
    record(actor, one.school_id, BOOK, "scan", [change])


def drop(actor: Actor, one: PaperYear, reason: str) -> None:
    """Take away what waits for its certificate, or a certificate given by mistake; the row stays, with the reason.

    Raises ``NotAllowed``, ``Invalid`` without a reason, ``Conflict`` where it is withdrawn already.
    """
    verb = "revoke" if one.case.state == "certified" else "drop"
    if not may(actor, verb, one):
        raise NotAllowed(_("Chỉ lãnh đạo nhà trường được rút chứng nhận."))
    advance(actor, PAPER_YEAR, [one.case_id], verb, reason=reason)
    PaperYear.objects.filter(pk=one.pk).update(withdrawn_at=now())
    change = Change(f"Học bạ giấy {one.book_no} · {one.year}", old=verb, new="đã rút", student_id=one.student_id)
    record(actor, one.school_id, BOOK, verb, [change], reason=reason.strip())


def _refuse_known(school_id: int, pupil: Person, year: int, old: PaperYear | None) -> None:
    if old and old.case.state == "certified":
        raise Conflict(_("Năm học này đã được chứng nhận."), hint=_("Lãnh đạo rút chứng nhận trước, rồi nhập lại."))
    if Transcript.objects.filter(school_id=school_id, student_id=pupil.pk, year=year).exists():
        raise Conflict(_("Năm học này đã có học bạ số."), hint=_("Học bạ số không thay bằng bản giấy được."))


def _no_scan() -> Invalid:
    return Invalid(_("Chưa có bản quét."), hint=_("Quét hoặc chụp trang học bạ giấy của năm này, PDF hoặc JPEG."))


def _scan(actor: Actor, school_id: int, student_id: int, content: bytes, name: str) -> File:
    kind = scan_type(content)
    return store(actor, school_id, content, (name or "hoc-ba-giay")[:120], kind, student_id=student_id)


def rules_of(grade: int, year: int) -> str:
    """Code of the rule set that held for a grade in a year; "" where none is registered."""
    try:
        return rule_set(grade, year).code
    except LookupError:
        return ""
