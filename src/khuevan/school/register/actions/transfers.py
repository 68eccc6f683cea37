"""A transfer between two schools of the system until the release: ask, agree, refuse, take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.ids import uuid7
from khuevan.platform.approvals.api import Case, advance, open_case
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.people.api import Affiliation
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolClass, SchoolYear

from ..events import TransferMoved
from ..models import Transfer
from ..policies import TRANSFER
from ..queries.finding import Standing
from ..rules.deadlines import ANSWER_DAYS, working_days_after
from ..rules.moves import LEVELS
from .crossing import both_sides, crossing
from .holding import demand, hold_pupils
from .leaving import refuse_waiting

BOOK = "transfers"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a family asks for. ``wanted``: class or anything else in words."""

    target: UUID
    reason: str
    wanted: str = ""


def ask(actor: Actor, found: Standing, wish: Wish, uid: UUID | None = None) -> Transfer:
    """Ask another school to take a pupil, by the family or, on its application, by the office; the sending side."""
    verb = "ask" if actor.kind == "guardian" else "write"
    demand(actor, verb, Affiliation(school_id=found.school_id, person_id=found.person.pk, kind="pupil"))
    hold_pupils([found.person.pk])
    if uid and (done := Transfer.objects.filter(uid=uid, school_id=found.school_id).first()):
        return done
    grade, target = _check(found, wish)
    with crossing(actor, found.school_id, target.pk):
        refuse_waiting(found)
        pair, day, person = uuid7(), today(), found.person
        same = {
            "pair": pair, "student": person, "full_name": person.full_name, "sex": person.sex, "grade": grade,
            "birth": person.birth.iso if person.birth else "", "wanted": wish.wanted[:120], "reason": wish.reason[:500],
            "asked_by": actor.name[:80], "asked_on": day, "due_on": working_days_after(day, ANSWER_DAYS),
        }  # fmt: skip
        sides = []
        for side, school, other in (("out", found.school_id, target.pk), ("in", target.pk, found.school_id)):
            case = open_case(actor, TRANSFER, school, person.pk)
            given = {"uid": uid} if uid and side == "out" else {}
            sides.append(
                Transfer.objects.create(school_id=school, side=side, other_id=other, case=case, **same, **given)
            )
        tell(actor, sides, "ask", {"grade": grade, "reason": wish.reason}, "")
    return sides[0]


def _check(found: Standing, wish: Wish) -> tuple[int, Unit]:
    """Grade and target school. Raises ``Invalid``, ``NotFound``."""
    if not found.here or found.place is None:
        raise Invalid(_("Em hiện không học lớp nào ở trường này."), hint=_("Chỉ học sinh đang học mới chuyển trường."))
    if not wish.reason.strip():
        raise Invalid(_("Chưa ghi lý do xin chuyển."), hint=_("Ghi lý do như trong đơn."), code="reason_needed")
    target = Unit.objects.filter(uid=wish.target, kind="school", closed_on=None).first()
    if target is None or target.pk == found.school_id:
        raise NotFound(
            _("Không tìm thấy trường muốn chuyển đến."), hint=_("Tìm và chọn một trường khác trong danh sách.")
        )
    grade = found.place.school_class.grade
    levels = {target.level, *target.more_levels}
    if 1 <= grade <= 12 and not any(grade in LEVELS.get(level, ()) for level in levels):
        raise Invalid(
            _("%(name)s không dạy lớp %(grade)d.") % {"name": target.name, "grade": grade},
            hint=_("Chọn trường cùng cấp học."),
        )
    return grade, target


def agree(actor: Actor, own: Transfer, class_id: int) -> None:
    """The receiving school takes the pupil, into one of its classes of the grade."""
    place = SchoolClass.objects.filter(pk=class_id, school_id=own.school_id).first()
    if place is None or SchoolYear.objects.get(school_id=own.school_id, year=place.year).closed_at:
        raise Invalid(_("Chưa chọn lớp tiếp nhận."), hint=_("Chọn một lớp của năm học đang mở."), code="class")
    if place.grade != own.grade:
        raise Invalid(
            _("Lớp %(name)s không phải khối %(grade)d.") % {"name": place.name, "grade": own.grade},
            hint=_("Chọn lớp cùng khối với em."),
            code="grade",
        )
    with both_sides(actor, own, "agree") as (sending, receiving):
        _step(actor, (sending, receiving), "agree")
        day = today()
        pair = Transfer.objects.filter(pk__in=[sending.pk, receiving.pk])
        pair.update(place=place.name, answered_on=day, due_on=working_days_after(day, ANSWER_DAYS))
        Transfer.objects.filter(pk=receiving.pk).update(class_to=place)
        tell(actor, (sending, receiving), "agree", {"class": place.name}, "")


def refuse(actor: Actor, own: Transfer, reason: str) -> None:
    """The receiving school does not take the pupil, or not any more, with a reason."""
    with both_sides(actor, own, "refuse") as sides:
        _step(actor, sides, "refuse", reason)
        Transfer.objects.filter(pk__in=[one.pk for one in sides]).update(answered_on=today())
        tell(actor, sides, "refuse", {}, reason)


def withdraw(actor: Actor, own: Transfer, reason: str) -> None:
    """The family or the sending school takes the wish back, with a reason."""
    with both_sides(actor, own, "withdraw") as sides:
        _step(actor, sides, "withdraw", reason)
        tell(actor, sides, "withdraw", {}, reason)


def _step(actor: Actor, sides: Iterable[Transfer], verb: str, reason: str = "") -> list[Case]:
    return advance(actor, TRANSFER, [one.case_id for one in sides], verb, reason=reason)


def tell(actor: Actor, sides: Iterable[Transfer], verb: str, new: dict[str, object], reason: str) -> None:
    """An entry in the ledger of each school, and one announcement."""
    sending, receiving = sides
    state = Case.objects.values_list("state", flat=True).get(school_id=sending.school_id, pk=sending.case_id)
    for one in (sending, receiving):
        change = Change(one.full_name, None, {"pair": str(one.pair), "state": state, **new}, one.student_id)
        record(actor, one.school_id, BOOK, verb, [change], reason=reason[:500])
    announce(
        sending.school_id,
        TransferMoved(sending.pair, sending.school_id, receiving.school_id, sending.student_id, state),
    )
