"""Close a term for entry, and open it again."""

from django.utils.timezone import now
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolYear

from ..events import GradebookLocked, GradebookUnlocked
from ..models import TermLock
from ..policies import demand
from ..queries.history import locks_book
from ..queries.locks import TERM_NAMES, open_lock, refuse
from .holding import hold_year

SHORTEST_REASON = 5


def lock_term(actor: Actor, school_year: SchoolYear, term: int, reason: str, *, device: str = "") -> TermLock:
    """Close a term of a school for entry; saves that are on their way are finished first.

    Raises ``NotAllowed`` unless the actor leads the school, ``Conflict`` if the term is closed already, ``Invalid``
    without a reason.
    """
    demand(actor, "lock", school_year)
    said = _reason(reason)
    hold_year(school_year.school_id, school_year.year)
    if lock := open_lock(school_year.school_id, school_year.year, term):
        raise Conflict(refuse(lock, term).message, hint=_("Không cần khoá lần nữa."), code="locked_already")
    row = TermLock.objects.create(
        school_id=school_year.school_id,
        year=school_year.year,
        term=term,
        locked_by_id=actor.user_id,
        locked_by_name=actor.name,
        locked_at=now(),
        reason=said,
    )
    _record(actor, school_year, term, "lock", said, device)
    announce(row.school_id, GradebookLocked(row.school_id, row.year, term))
    return row


def unlock_term(actor: Actor, school_year: SchoolYear, term: int, reason: str, *, device: str = "") -> TermLock:
    """Open a closed term again, for a reason that stays on record.

    Raises ``NotAllowed``, ``Invalid`` without a reason, ``Conflict`` if the term is open or the year is over.
    """
    demand(actor, "lock", school_year)
    said = _reason(reason)
    hold_year(school_year.school_id, school_year.year)
    row = TermLock.objects.filter(
        school_id=school_year.school_id, year=school_year.year, term=term, lifted_at=None
    ).first()
    if school_year.closed_at:
        raise Conflict(
            _("Năm học đã kết thúc, không mở khoá được."), hint=_("Sửa học bạ đã phát hành bằng đính chính.")
        )
    if row is None:
        said = _("%(term)s đang mở.") % {"term": _(TERM_NAMES[term])}
        raise Conflict(said, hint=_("Hãy tải lại trang."), code="open_already")
    row.lifted_by_id, row.lifted_by_name = actor.user_id, actor.name
    row.lifted_at, row.lift_reason = now(), said
    row.save(update_fields=["lifted_by", "lifted_by_name", "lifted_at", "lift_reason"])
    _record(actor, school_year, term, "unlock", said, device)
    announce(row.school_id, GradebookUnlocked(row.school_id, row.year, term, said))
    return row


def _reason(reason: str) -> str:
    said = " ".join(reason.replace("\x00", "").split())[:500]
    if len(said) < SHORTEST_REASON:
        hint = _("Ghi một câu ngắn, ví dụ: Đã đủ điểm và nhận xét.")
        raise Invalid(_("Chưa ghi lý do."), hint=hint, code="reason")
    return said


def _record(actor: Actor, school_year: SchoolYear, term: int, verb: str, reason: str, device: str) -> None:
    states = {"lock": (None, "locked"), "unlock": ("locked", None)}[verb]
    change = Change(f"Khoá sổ · {TERM_NAMES[term]} {school_year}", *states)
    book = locks_book(school_year.year)
    record(actor, school_year.school_id, book, verb, [change], reason=reason, device=device)
