"""Pupils who waited when the year was opened: seat them once their result is there."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolYear, seat

from ..events import WaitingPlaced
from ..models import Placement, Plan, PlannedClass
from ..policies import demand
from ..rules.going_up import COMPLETE, LEAVE, WAIT, decision_by_grades
from .holding import BOOK


def place(actor: Actor, plan: Plan, wanted: Mapping[int, str]) -> int:
    """By person id the planned class that a waiting pupil goes to, or "complete" or "leave"; how many.

    They come to the end of the class list. Raises ``Conflict`` for who does not wait any more.
    """
    demand(actor, "plan", plan.school_id)
    if plan.opened_at is None or SchoolYear.objects.get(school_id=plan.school_id, year=plan.year).closed_at:
        raise Conflict(_("Năm học này chưa mở hoặc đã đóng."), hint=_("Tải lại trang."))
    classes = {str(one.pk): one for one in PlannedClass.objects.filter(school_id=plan.school_id, plan=plan)}
    rows = Placement.objects.select_for_update(of=("self",)).select_related("student", "origin")
    found = list(rows.filter(school_id=plan.school_id, plan=plan, student_id__in=list(wanted), decision=WAIT))
    if len(found) != len(wanted):
        raise Conflict(_("Có em không còn chờ xếp lớp."), hint=_("Tải lại trang."))
    seats, changes = {}, []
    for one in found:
        said = wanted[one.student_id]
        if said not in (COMPLETE, LEAVE) and (said not in classes or classes[said].made_id is None):
            raise NotFound(_("Lớp không còn trong năm học."), hint=_("Tải lại trang."))
        target = classes.get(said)
        one.decision = decision_by_grades(one.origin.grade, target.grade) if target else said
        one.target, one.decided_by = target, actor.name
        if target:
            seats[one.student_id] = target.made_id or 0
        changes.append(Change(one.student.full_name, WAIT, target.name if target else said, one.student_id))
    Placement.objects.bulk_update(found, ["decision", "target", "decided_by"])
    seat(plan.school_id, plan.year, seats)
    record(actor, plan.school_id, BOOK, "place", changes)
    announce(plan.school_id, WaitingPlaced(plan.school_id, plan.year, plan.pk))
    return len(found)
