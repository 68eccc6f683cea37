"""Make the draft of a new year, bring it up to date with the results, and throw it away."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.kernel.ids import UUID7_SQL
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.school.enrolment.api import SchoolYear

from ..models import Placement, Plan
from ..policies import demand
from ..queries.proposing import GRADES, PROPOSED
from ..rules.calendar import Dates, usual_dates, wrong_dates
from .holding import BOOK, change

_PLANS = f"""
INSERT INTO opening_plan (uid, school_id, year, starts_on, second_from, ends_on, touched_by, touched_at)
SELECT {UUID7_SQL}, y.school_id, %(year)s, %(starts_on)s, %(second_from)s, %(ends_on)s, %(by)s, %(at)s
FROM enrolment_schoolyear y WHERE y.school_id = ANY(%(schools)s) AND y.year = %(year)s - 1
  AND EXISTS (SELECT FROM enrolment_schoolclass c WHERE c.school_id = y.school_id AND c.year = y.year)
  AND NOT EXISTS (SELECT FROM enrolment_schoolyear n WHERE n.school_id = y.school_id AND n.year >= %(year)s)
ON CONFLICT DO NOTHING RETURNING id"""  # noqa: S608 - our own names
_CLASSES = f"""
WITH {GRADES}, going AS (
  SELECT o.*, o.id AS origin_id FROM old o
  WHERE NOT EXISTS (SELECT FROM ending x WHERE x.school_id = o.school_id AND x.grade = o.grade)
), entering AS (
  SELECT o.*, o.grade AS to_grade, NULL::bigint AS origin_id FROM old o
  WHERE NOT EXISTS (SELECT FROM going g WHERE g.school_id = o.school_id AND g.next = o.grade)
), wanted AS (
  SELECT g.school_id, g.plan_id, g.next AS grade, g.place, g.origin_id, g.id AS subjects_from,
    CASE WHEN g.next BETWEEN 6 AND 12 THEN g.id ELSE same.id END AS staff_from,
    CASE WHEN g.name ~ ('^' || g.grade || '([^0-9]|$)') THEN g.next || substr(g.name, length(g.grade::text) + 1)
      ELSE coalesce(same.name, g.next || '/' || g.place) END AS name
  FROM going g LEFT JOIN old same ON same.school_id = g.school_id AND same.grade = g.next AND same.place = g.place
  UNION ALL
  SELECT e.school_id, e.plan_id, e.to_grade, e.place, NULL, e.id,
    CASE WHEN e.to_grade BETWEEN 6 AND 12 THEN leaving.id ELSE e.id END, e.name
  FROM entering e LEFT JOIN LATERAL (
    SELECT l.id FROM old l JOIN ending x ON x.school_id = l.school_id AND x.grade = l.grade
    WHERE l.school_id = e.school_id AND l.place = e.place AND l.grade >= e.to_grade ORDER BY l.grade LIMIT 1
  ) leaving ON true
), named AS (
  SELECT w.*, row_number() OVER (PARTITION BY w.plan_id, w.name ORDER BY w.grade, w.place) AS again FROM wanted w
)
INSERT INTO opening_plannedclass (school_id, plan_id, grade, name, origin_id, subjects_from_id, staff_from_id,
  homeroom_id)
SELECT n.school_id, n.plan_id, n.grade, left(n.name, 16) || CASE WHEN n.again > 1 THEN '-' || n.again ELSE '' END,
  n.origin_id, n.subjects_from, n.staff_from, h.homeroom_id
FROM named n JOIN opening_plan p ON p.id = n.plan_id
LEFT JOIN enrolment_schoolclass h ON h.id = n.staff_from AND EXISTS (
  SELECT FROM people_affiliation a WHERE a.school_id = h.school_id AND a.person_id = h.homeroom_id
    AND a.kind = 'staff' AND (a.valid_to IS NULL OR a.valid_to >= p.starts_on))
ORDER BY n.school_id, n.grade, n.place"""  # noqa: S608 - our own names
_PLACES = f"""
WITH {PROPOSED}
INSERT INTO opening_placement (school_id, plan_id, student_id, origin_id, outcome, decision, target_id)
SELECT school_id, plan_id, student_id, origin_id, outcome, decision, target_id FROM proposed"""  # noqa: S608
_GONE = f"""
WITH {PROPOSED}
DELETE FROM opening_placement x WHERE x.plan_id = ANY(%(plans)s)
  AND NOT EXISTS (SELECT FROM proposed p WHERE p.plan_id = x.plan_id AND p.student_id = x.student_id)"""  # noqa: S608
_ANEW = f"""{_PLACES}
ON CONFLICT (school_id, plan_id, student_id) DO UPDATE SET outcome = EXCLUDED.outcome,
  origin_id = EXCLUDED.origin_id,
  decision = CASE WHEN opening_placement.decided_by = '' THEN EXCLUDED.decision ELSE opening_placement.decision END,
  target_id = CASE WHEN opening_placement.decided_by = '' THEN EXCLUDED.target_id ELSE opening_placement.target_id END
WHERE opening_placement.outcome <> EXCLUDED.outcome OR opening_placement.origin_id <> EXCLUDED.origin_id"""


def draft_plans(schools: Sequence[int], year: int, dates: Dates, by: str) -> list[int]:
    """Plans for all of the schools that can open ``year`` and have none; ids. Three statements, whoever many."""
    given: dict[str, Any] = {"schools": list(schools), "year": year, "by": by, "at": now()}
    given |= {"starts_on": dates.starts_on, "second_from": dates.second_from, "ends_on": dates.ends_on}
    with connection.cursor() as cursor:
        cursor.execute(_PLANS, given)
        plans = [row[0] for row in cursor.fetchall()]
        if plans:
            cursor.execute(_CLASSES, {"plans": plans})
            cursor.execute(_PLACES, {"plans": plans})
    return plans


def draft(actor: Actor, school_id: int) -> Plan:
    """The draft of the year after the latest one, proposed from the year's results; the same one if there is one.

    Raises ``NotAllowed``, ``NotFound`` where the school has no year yet.
    """
    demand(actor, "plan", school_id)
    latest = SchoolYear.objects.filter(school_id=school_id).order_by("-year").first()
    if latest is None:
        raise NotFound(_("Trường chưa có năm học nào."), hint=_("Hãy nhập danh sách lớp của năm học đầu tiên trước."))
    year = latest.year + 1
    if found := Plan.objects.filter(school_id=school_id, year=year).first():
        return found
    plans = draft_plans([school_id], year, usual_dates(year), actor.name)
    if not plans:
        raise Conflict(
            _("Năm học %(year)s chưa có lớp nào nên chưa lập được năm học sau.") % {"year": year_label(latest.year)},
            hint=_("Hãy nhập danh sách lớp trước."),
        )
    record(actor, school_id, BOOK, "draft", [Change(_("Kế hoạch năm học %(year)s") % {"year": year_label(year)})])
    return Plan.objects.get(pk=plans[0])


def set_dates(actor: Actor, plan: Plan, revision: int, dates: Dates) -> None:
    """Other dates of the year and its terms. Raises ``Invalid`` where they do not follow each other."""
    if wrong := wrong_dates(plan.year, dates):
        raise Invalid(
            _("Các ngày phải theo thứ tự: khai giảng, học kì II, kết thúc.")
            if wrong == "order"
            else _("Các ngày không thuộc năm học %(year)s.") % {"year": year_label(plan.year)},
            hint=_("Sửa lại các ngày rồi lưu."),
        )
    new = {"starts_on": dates.starts_on, "second_from": dates.second_from, "ends_on": dates.ends_on}
    change(actor, plan, revision, **new)


def refresh(actor: Actor, plan: Plan, revision: int) -> None:
    """Bring the draft up to date: who has come or left, and new results where nobody made an exception."""
    change(actor, plan, revision)
    with connection.cursor() as cursor:
        cursor.execute(_GONE, {"plans": [plan.pk]})
        cursor.execute(_ANEW, {"plans": [plan.pk]})


def discard(actor: Actor, plan: Plan, revision: int) -> None:
    """Throw the draft away; the next one begins from the results again."""
    change(actor, plan, revision)
    record(actor, plan.school_id, BOOK, "discard", [Change(_("Kế hoạch năm học %(year)s") % {"year": plan})])
    Placement.objects.filter(school_id=plan.school_id, plan=plan).delete()  # before the classes that they aim at
    plan.delete()
