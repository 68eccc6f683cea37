"""A pupil comes to a school: for the first time, from outside the system, or again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Facts, Tie, affiliate, make_people, tie_guardians
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolClass, SchoolYear, move_in

from ..models import LifeEvent
from .filling import number_pupils
from .holding import check_day, demand, held_pupil, hold_pupils
from .recording import Move, Said, already, write_events

Kind = LifeEvent.Kind


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes: facts, and guardians as (`Guardianship.Relation`, name, phone)."""

    facts: Facts
    guardians: Sequence[tuple[str, str, str]] = ()


def enrol(actor: Actor, school_class: SchoolClass, who: Newcomer, said: Said, uid: UUID | None = None) -> int:
    """Somebody who is new to the system; with ``said.other_place`` a transfer from outside. The id of the event."""
    school_id = school_class.school_id
    demand(actor, "register", Unit(pk=school_id))
    if uid:
        hold_pupils([uid.int % 2**62])
    if done := already(uid):
        return done.pk
    if not who.facts.full_name or not who.facts.birth:
        raise Invalid(_("Chưa ghi họ tên hoặc ngày sinh."), hint=_("Ghi đúng như giấy khai sinh."), code="name")
    year = check_day(said.on, None, _year_of(school_class), said.reason)
    (student,), _made = make_people(school_id, "pupil", said.on, [who.facts])
    ties = [Tie(student, relation, name, phone) for relation, name, phone in who.guardians if name]
    tie_guardians(school_id, said.on, ties)
    kept = move_in(school_id, year.year, said.on, {student: school_class.pk}, _note(said))
    number_pupils(school_id, [student], said.on)
    kind = Kind.TRANSFER_IN if said.other_place else Kind.ENROL
    move = Move(student, who.facts.full_name, None, school_class.pk)
    return write_events(actor, school_id, kind, year.year, [move], said, kept=kept, uid=uid)[0]


def come_back(actor: Actor, student_id: int, school_class: SchoolClass, said: Said, uid: UUID | None = None) -> int:
    """Somebody who had left this school: the same person, the same number. The id of the event."""
    school_id = school_class.school_id
    hold_pupils([student_id])
    if done := already(uid):
        return done.pk
    found = held_pupil(actor, school_id, student_id, leaving=False)
    if LifeEvent.objects.filter(school_id=school_id, student_id=student_id, kind=Kind.DEATH, undone_at=None).exists():
        raise Invalid(_("Hồ sơ này đã khép lại."), hint=_("Nếu ghi nhầm, hoàn tác biến động đã ghi."), code="closed")
    left = LifeEvent.objects.filter(school_id=school_id, student_id=student_id, undone_at=None).order_by("-on", "-pk")
    last = left.first()
    year = check_day(said.on, last.on if last and last.on > said.on else None, _year_of(school_class), said.reason)
    kept = affiliate(school_id, "pupil", said.on, [student_id])
    kept += move_in(school_id, year.year, said.on, {student_id: school_class.pk}, _note(replace(said, other_place="")))
    number_pupils(school_id, [student_id], said.on)
    move = Move(student_id, found.person.full_name, last.class_from_id if last else None, school_class.pk)
    return write_events(actor, school_id, Kind.RETURN, year.year, [move], said, kept=kept, uid=uid)[0]


def _note(said: Said) -> str:
    return f"Chuyển đến từ {said.other_place}" if said.other_place else ""


def _year_of(school_class: SchoolClass) -> SchoolYear:
    return SchoolYear.objects.get(school_id=school_class.school_id, year=school_class.year)
