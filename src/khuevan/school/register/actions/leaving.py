"""A pupil leaves a school: to a school outside the system, for a reason of the Ministry's list, by death."""

from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Kept, end_affiliations
from khuevan.school.enrolment.api import move_out

from ..models import LifeEvent, Transfer
from ..policies import OPEN
from ..queries.finding import Standing
from ..rules.moves import REASONS
from .filling import number_pupils
from .holding import check_day, held_pupil, hold_pupils
from .recording import Move, Said, already, write_events

Kind = LifeEvent.Kind
_NOTES = {Kind.LEAVE: "Thôi học", Kind.DEATH: "Đã mất", Kind.TRANSFER_OUT: "Chuyển đi"}


def leave(actor: Actor, school_id: int, student_id: int, said: Said, uid: UUID | None = None) -> int:
    """A pupil stops school, for one of `REASONS`; the id of the event."""
    if said.reason_code not in REASONS:
        raise Invalid(_("Chưa chọn lý do thôi học."), hint=_("Chọn một lý do trong danh mục của Bộ."), code="reason")
    return _go(actor, school_id, student_id, Kind.LEAVE, said, uid)


def leave_for(actor: Actor, school_id: int, student_id: int, said: Said, uid: UUID | None = None) -> int:
    """A pupil goes to a school that is not in the system; the id of the event."""
    if not said.other_place:
        raise Invalid(_("Chưa ghi nơi chuyển đến."), hint=_("Ghi tên trường, xã, tỉnh như trong giấy."), code="place")
    return _go(actor, school_id, student_id, Kind.TRANSFER_OUT, said, uid)


def death(actor: Actor, school_id: int, student_id: int, said: Said, uid: UUID | None = None) -> int:
    """A pupil has died; the id of the event. The family keeps what it may read; rooms that write to families listen."""
    return _go(actor, school_id, student_id, Kind.DEATH, said, uid)


def _go(actor: Actor, school_id: int, student_id: int, kind: LifeEvent.Kind, said: Said, uid: UUID | None) -> int:
    hold_pupils([student_id])
    if done := already(uid):
        return done.pk
    found = held_pupil(actor, school_id, student_id, leaving=True)
    refuse_waiting(found)
    year, kept = depart(found, said, _NOTES[kind])
    move = Move(student_id, found.person.full_name, found.place.school_class_id if found.place else None)
    return write_events(actor, school_id, kind, year, [move], said, kept=kept, uid=uid)[0]


def refuse_waiting(found: Standing) -> None:
    """Raises ``Conflict`` where a transfer of the pupil is still open."""
    rows = Transfer.objects.filter(school_id=found.school_id, student_id=found.person.pk, side="out")
    if rows.filter(case__state__in=OPEN).exists():
        raise Conflict(
            _("Em có một hồ sơ chuyển trường chưa xong."),
            hint=_("Cho chuyển hoặc rút đơn ở hồ sơ đó trước."),
            code="transfer_open",
        )


def depart(found: Standing, said: Said, note: str) -> tuple[int, list[Kept]]:
    """End place and affiliation of a pupil the day before; the school year and what was changed."""
    since = found.place.starts_on if found.place else found.since
    year = check_day(said.on, since, found.year, said.reason)
    number_pupils(found.school_id, [found.person.pk], found.since)
    kept = move_out(found.school_id, year.year, said.on, [found.person.pk], f"{note} {said.other_place}".strip())
    return year.year, kept + end_affiliations(found.school_id, "pupil", said.on, [found.person.pk])
