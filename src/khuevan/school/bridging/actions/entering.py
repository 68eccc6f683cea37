"""Copy a year from a paper transcript, with its scan."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.platform.approvals.api import advance, open_case
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.files.api import File, store
from khuevan.registry.people.api import Person
from khuevan.school.gradebook.api import rule_set
from khuevan.school.transcripts.api import Transcript

from ..models import PaperYear
from ..policies import PAPER_YEAR, may
from ..rules.reading import Results

BOOK = "bridging"
LARGEST = 5 * 1024 * 1024
KINDS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True)
class Place:
    """Where and when, as on paper; ``book_no``: the number of the paper transcript."""

    year: int
    grade: int
    class_name: str
    school_name: str
    book_no: str


def enter(actor: Actor, pupil: Person, place: Place, results: Results, scan: bytes, name: str = "") -> PaperYear:
    """Keep a year of a pupil of the own school as it stands on paper, with the scan that shows it.

    A year that waits for its certificate is replaced; its scan stays where none is given. Raises ``NotAllowed``,
    ``Invalid`` for a year that cannot be, a missing or unreadable scan, ``Conflict`` where the year is certified
    already or has a digital transcript.
    """
    school_id = actor.unit_id or 0
    if not may(actor, "enter", PaperYear(school_id=school_id, student_id=pupil.pk)):
        raise NotAllowed(_("Chỉ lãnh đạo và văn thư nhà trường nhập học bạ giấy."))
    _refuse_place(place, pupil)
    held = PaperYear.objects.filter(school_id=school_id, student_id=pupil.pk, year=place.year, withdrawn_at=None)
    old = held.select_related("case", "scan").first()
    _refuse_known(school_id, pupil, place.year, old)
    with transaction.atomic():
        file = _scan(actor, school_id, pupil.pk, scan, name) if scan else old.scan if old else None
        if file is None:
            raise Invalid(
                _("Chưa có bản quét."), hint=_("Quét hoặc chụp trang học bạ giấy của năm này, PDF hoặc JPEG.")
            )
        made = old or PaperYear(
            school_id=school_id, student_id=pupil.pk, case=open_case(actor, PAPER_YEAR, school_id, pupil.pk)
        )
        made.year, made.grade, made.class_name = place.year, place.grade, place.class_name
        made.school_name, made.book_no, made.rules = place.school_name, place.book_no, _rules(place)
        made.results, made.scan = results.as_json(), file
        made.entered_by, made.entered_at = actor.name[:80], now()
        made.save()
        change = Change(f"Học bạ giấy {place.book_no} · {place.year}", new=made.results, student_id=pupil.pk)
        record(actor, school_id, BOOK, "enter", [change])
    return made


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


def _refuse_place(place: Place, pupil: Person) -> None:
    if not 1 <= place.grade <= 12 or not 1990 <= place.year < today().year:
        raise Invalid(_("Năm học hoặc khối lớp không hợp lệ."), hint=_("Khối từ 1 đến 12; năm học đã kết thúc."))
    if pupil.birth and not 4 <= place.year - pupil.birth.year - place.grade <= 9:
        raise Invalid(
            _("Khối %(grade)d năm học %(year)d không hợp với năm sinh %(born)d.")
            % {"grade": place.grade, "year": place.year, "born": pupil.birth.year},
            hint=_("Kiểm tra lại năm học, khối lớp trên học bạ giấy."),
        )
    if not (place.class_name and place.school_name and place.book_no):
        raise Invalid(_("Còn thiếu lớp, trường hoặc số học bạ giấy."), hint=_("Ghi như trên học bạ giấy."))


def _refuse_known(school_id: int, pupil: Person, year: int, old: PaperYear | None) -> None:
    if old and old.case.state == "certified":
        raise Conflict(_("Năm học này đã được chứng nhận."), hint=_("Lãnh đạo rút chứng nhận trước, rồi nhập lại."))
    if Transcript.objects.filter(school_id=school_id, student_id=pupil.pk, year=year).exists():
        raise Conflict(_("Năm học này đã có học bạ số."), hint=_("Học bạ số không thay bằng bản giấy được."))


def _scan(actor: Actor, school_id: int, student_id: int, content: bytes, name: str) -> File:
    if len(content) > LARGEST:
        raise Invalid(_("Tệp lớn hơn 5 MB."), hint=_("Chụp hoặc quét lại ở cỡ nhỏ hơn."), code="too_large")
    kind = next((kind for begins, kind in KINDS if content.startswith(begins)), None)
    if kind is None:
        raise Invalid(_("Không nhận được loại tệp này."), hint=_("Gửi bản quét PDF hoặc ảnh JPEG."), code="media_type")
    return store(actor, school_id, content, (name or "hoc-ba-giay")[:120], kind, student_id=student_id)


def _rules(place: Place) -> str:
    try:
        return rule_set(place.grade, place.year).code
    except LookupError:
        return ""
