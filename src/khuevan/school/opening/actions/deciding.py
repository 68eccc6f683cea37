"""Exceptions: another class, repeat, skip, wait, leave; one by one or a whole class at once."""

from collections.abc import Mapping

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.isolation.api import copied

from ..models import Placement, Plan, PlannedClass
from ..queries.proposing import PROPOSED
from ..rules.going_up import COMPLETE, LEAVE, WAIT, decision_by_grades
from .holding import change

ELSEWHERE = (WAIT, COMPLETE, LEAVE)
_WRITE = """
UPDATE opening_placement x SET decision = d.decision, target_id = d.target, decided_by = %(by)s FROM decided d
WHERE x.plan_id = %(plan)s AND x.student_id = d.student AND (x.decision, x.target_id) IS DISTINCT FROM
  (d.decision, d.target)"""
_BACK = f"""
WITH {PROPOSED}
UPDATE opening_placement x SET decision = p.decision, target_id = p.target_id, outcome = p.outcome, decided_by = ''
FROM proposed p WHERE p.plan_id = x.plan_id AND p.student_id = x.student_id AND x.student_id = ANY(%(students)s)
  AND x.decided_by <> ''"""  # noqa: S608 - our own names


def decide(actor: Actor, plan: Plan, revision: int, wanted: Mapping[int, str]) -> int:
    """Where pupils go: by person id the id of a planned class, or "wait", "complete", "leave"; how many changed.

    What going there means (promoted, repeats, skips a grade) follows from the grades. Two statements however many.
    """
    change(actor, plan, revision)
    classes = {one.pk: one.grade for one in PlannedClass.objects.filter(school_id=plan.school_id, plan=plan)}
    rows = Placement.objects.filter(school_id=plan.school_id, plan=plan, student_id__in=list(wanted))
    grades = dict(rows.values_list("student_id", "origin__grade"))
    if wanted.keys() - grades.keys():
        raise NotFound(_("Có học sinh không còn trong kế hoạch."), hint=_("Tải lại trang."))
    found = [(student, *_decided(grades[student], said, classes)) for student, said in wanted.items()]
    with copied("decided", "student bigint, decision text, target bigint", found) as cursor:
        cursor.execute(_WRITE, {"plan": plan.pk, "by": actor.name})
        return int(cursor.rowcount)


def follow_results(actor: Actor, plan: Plan, revision: int, students: list[int]) -> int:
    """Take exceptions back: these pupils go where their results say; how many."""
    change(actor, plan, revision)
    with connection.cursor() as cursor:
        cursor.execute(_BACK, {"plans": [plan.pk], "students": students})
        return int(cursor.rowcount)


def _decided(grade: int, said: str, classes: Mapping[int, int]) -> tuple[str, int | None]:
    if said in ELSEWHERE:
        return said, None
    if not said.isdecimal() or int(said) not in classes:
        raise NotFound(_("Có lớp không còn trong kế hoạch."), hint=_("Tải lại trang."))
    return decision_by_grades(grade, classes[int(said)]), int(said)
