"""A pupil goes to another class of the same school within the year: same grade, one down (repeat), one up (skip)."""

from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass, move_in, move_out

from ..models import LifeEvent
from ..rules.moves import CHANGE, kind_of_move
from .dossiers import keep_own
from .filling import number_pupils
from .holding import check_day, held_pupil, hold_pupils
from .recording import Move, Said, already, write_events


def change_class(actor: Actor, student_id: int, school_class: SchoolClass, said: Said, uid: UUID | None = None) -> int:
    """The id of the event, whose kind follows from the grades. Repeating and skipping need a decision's number.

    Marks stay in the books of the class that was left; a dossier of them goes along.
    """
    school_id = school_class.school_id
    hold_pupils([student_id])
    if done := already(uid):
        return done.pk
    found = held_pupil(actor, school_id, student_id, leaving=True)
    place = found.place
    if place is None or place.year != school_class.year:
        raise Conflict(_("Em chưa có lớp trong năm học này."), hint=_("Xếp lớp cho em trước."), code="no_class")
    if place.school_class_id == school_class.pk:
        raise Conflict(_("Em đang ở lớp này rồi."), hint=_("Chọn lớp khác."), code="same_class")
    kind = kind_of_move(place.school_class.grade, school_class.grade)
    if not kind:
        raise Invalid(
            _("Lớp này cách lớp của em hơn một khối."),
            hint=_("Chỉ chuyển trong khối, lên hoặc xuống một khối."),
            code="grade",
        )
    if kind != CHANGE and not said.paper_no:
        raise Invalid(
            _("Chưa ghi số quyết định."), hint=_("Ở lại lớp và vượt lớp cần quyết định của nhà trường."), code="paper"
        )
    year = check_day(said.on, place.starts_on, found.year, said.reason)
    keep_own(actor, found, said.on)
    kept = move_out(school_id, year.year, said.on, [student_id], f"Chuyển sang lớp {school_class.name}")
    kept += move_in(school_id, year.year, said.on, {student_id: school_class.pk})
    number_pupils(school_id, [student_id], found.since)
    move = Move(student_id, found.person.full_name, place.school_class_id, school_class.pk)
    return write_events(actor, school_id, LifeEvent.Kind(kind), year.year, [move], said, kept=kept, uid=uid)[0]
