"""Ask to open a column again, agree or refuse, take back, close early."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.platform.approvals.api import advance, open_case
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.gradebook.api import hold_year, open_lock
from khuevan.school.gradebook.api import may as may_enter

from ..models import Reopening
from ..policies import REOPENING, may
from ..queries.windows import counting_windows
from ..queries.words import slot_name, slot_record
from ..rules.kinds import YEAR, Slot, slots_of
from .setting import book_of

LONGEST = timedelta(days=60)
SHORTEST_REASON = 10


def ask(
    actor: Actor, thing: ClassSubject | SchoolClass, part: int, slot: Slot, reason: str, *, device: str = ""
) -> Reopening:
    """Ask to fill in one kind of columns again, of a book (its class and subject fetched) or of a homeroom part.

    Raises ``NotAllowed`` unless the actor may write it, ``Invalid`` without a reason, ``Conflict`` where it is open,
    locked, or asked for already.
    """
    school_class, book = (thing.school_class, thing) if isinstance(thing, ClassSubject) else (thing, None)
    if not may_enter(actor, "write" if book else "judge", thing):
        raise NotAllowed(
            _("Chỉ người ghi cột này được đề nghị mở lại."),
            hint=_("Nếu phân công đã đổi, hãy nhờ nhà trường cập nhật."),
        )
    said = _reason(reason)
    if slot not in slots_of(school_class.grade, book is None, part):
        raise Invalid(_("Sổ này không có cột đó."), hint=_("Tải lại trang rồi chọn lại."))
    hold_year(school_class.school_id, school_class.year)
    _refuse_unneeded(school_class, slot)
    held = Reopening.objects.filter(
        school_id=school_class.school_id,
        school_class=school_class,
        class_subject=book,
        term=slot[0],
        kind=slot[1],
        ended_at=None,
    ).first()
    if held and (held.until is None or held.until >= today()):
        raise Conflict(
            _("“%(name)s” đã được đề nghị mở lại.") % {"name": slot_name(*slot)}, hint=_("Xem ở trang Đề nghị mở lại.")
        )
    if held:
        held.ended_at = now()
        held.save(update_fields=["ended_at"])
    one = Reopening.objects.create(
        school_id=school_class.school_id,
        year=school_class.year,
        term=slot[0],
        kind=slot[1],
        school_class=school_class,
        class_subject=book,
        case=open_case(actor, REOPENING, school_class.school_id),
        asked_by_id=actor.person_id,
        asked_by_name=actor.name,
        asked_at=now(),
        reason=said,
    )
    _record(actor, one, "reopening-ask", None, "đề nghị", said, device)
    return one


def decide(actor: Actor, request: Reopening, until: date | None, reason: str = "", *, device: str = "") -> None:
    """Agree until a day, or refuse (``until`` None) with a reason.

    Raises ``NotAllowed`` unless the actor leads the school, ``Invalid`` for a day that is past or too far, ``Conflict``
    if somebody was faster or the term is locked.
    """
    if not may(actor, "decide", request):
        raise NotAllowed(
            _("Chỉ lãnh đạo nhà trường được duyệt đề nghị mở lại."), hint=_("Hãy đổi sang vai trò lãnh đạo nếu có.")
        )
    hold_year(request.school_id, request.year)
    if until is None:
        advance(actor, REOPENING, [request.case_id], "refuse", reason=reason)
        _end(request)
        return _record(actor, request, "reopening-refuse", "đề nghị", "không đồng ý", reason, device)
    if not today() <= until <= today() + LONGEST:
        raise Invalid(
            _("Ngày mở đến phải từ hôm nay đến %(last)s.") % {"last": f"{today() + LONGEST:%d/%m/%Y}"},
            hint=_("Chọn một ngày trong khoảng đó."),
        )
    _refuse_locked(request.school_id, request.year, request.term)
    advance(actor, REOPENING, [request.case_id], "grant", reason=reason)
    request.until = until
    request.save(update_fields=["until"])
    return _record(actor, request, "reopening-grant", "đề nghị", f"mở đến {until:%d/%m/%Y}", reason, device)


def withdraw(actor: Actor, request: Reopening, *, device: str = "") -> None:
    """Take back a request that waits. Raises ``NotAllowed`` unless it is the actor's, ``Conflict`` once decided."""
    if not may(actor, "withdraw", request):
        raise NotAllowed(_("Chỉ người đề nghị được rút đề nghị."))
    advance(actor, REOPENING, [request.case_id], "withdraw")
    _end(request)
    _record(actor, request, "reopening-withdraw", "đề nghị", "đã rút", "", device)


def close_again(actor: Actor, request: Reopening, reason: str, *, device: str = "") -> None:
    """Close early what was opened again, with a reason. Raises ``NotAllowed``, ``Conflict``, ``Invalid``."""
    if not may(actor, "decide", request):
        raise NotAllowed(_("Chỉ lãnh đạo nhà trường được đóng lại cột."))
    hold_year(request.school_id, request.year)
    advance(actor, REOPENING, [request.case_id], "close", reason=reason)
    _end(request)
    _record(actor, request, "reopening-close", f"mở đến {request.until:%d/%m/%Y}", "đóng lại", reason, device)


def _refuse_unneeded(school_class: SchoolClass, slot: Slot) -> None:
    _refuse_locked(school_class.school_id, school_class.year, slot[0])
    windows = counting_windows([school_class.school_id], school_class.year)
    window = windows[school_class.school_id, school_class.grade].get(slot)
    if window is None or window.state(today()) != "over":
        raise Conflict(
            _("“%(name)s” chưa hết hạn.") % {"name": slot_name(*slot)}, hint=_("Cột đang mở hoặc chưa đến ngày mở.")
        )


def _refuse_locked(school_id: int, year: int, term: int) -> None:
    if open_lock(school_id, year, term):
        name = _("Cả năm") if term == YEAR else _("Học kì %(term)s") % {"term": "I" * term}
        raise Conflict(
            _("%(term)s đã khoá sổ.") % {"term": name},
            hint=_("Lãnh đạo nhà trường mở khoá học kì trước, rồi mới mở lại cột."),
            code="locked",
        )


def _reason(reason: str) -> str:
    said = " ".join(reason.replace("\x00", "").split())[:500]
    if len(said) < SHORTEST_REASON:
        hint = _("Ghi rõ vì sao cần mở lại, ví dụ: Chấm phúc tra bài giữa kì của hai em.")
        raise Invalid(_("Lý do quá ngắn."), hint=hint, code="reason")
    return said


def _end(request: Reopening) -> None:
    request.ended_at = now()
    request.save(update_fields=["ended_at"])


def _record(actor: Actor, one: Reopening, verb: str, old: str | None, new: str, reason: str, device: str) -> None:
    book = one.class_subject
    name = f"{book.subject.name} {one.school_class.name}" if book else f"Lớp {one.school_class.name}"
    change = Change(f"Mở lại {slot_record(one.term, one.kind)} · {name}"[:120], old, new)
    record(actor, one.school_id, book_of(one.year), verb, [change], reason=reason, device=device)
