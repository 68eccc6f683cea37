"""A year was opened: what became of every pupil is an event. It is taken back with the opening."""

import json
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict
from khuevan.kernel.ids import UUID7_SQL
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.people.api import Kept, pupils_elsewhere, take_back
from khuevan.school.gradebook.api import hold_year
from khuevan.school.opening.api import Plan

from ..events import LifeEventsRecorded
from .filling import fill
from .recording import BOOK

WHY = "Hoàn tác việc mở năm học"
_SAID = """
SELECT x.school_id, x.student_id, p.year, x.decision AS kind, coalesce(e.day, p.starts_on) AS day,
  x.origin_id AS class_from, n.made_id AS class_to, coalesce(nullif(x.decided_by, ''), p.opened_by) AS by
FROM opening_placement x JOIN opening_plan p ON p.id = x.plan_id JOIN opening_plannedclass n ON n.id = x.target_id
LEFT JOIN LATERAL (SELECT min(starts_on) AS day FROM enrolment_enrolment e WHERE e.school_id = x.school_id
  AND e.student_id = x.student_id AND e.school_class_id = n.made_id) e ON true
WHERE x.plan_id = %(plan)s
UNION ALL
SELECT x.school_id, x.student_id, y.year, x.decision, y.ends_on, x.origin_id, NULL,
  coalesce(nullif(x.decided_by, ''), p.opened_by)
FROM opening_placement x JOIN opening_plan p ON p.id = x.plan_id
JOIN enrolment_schoolyear y ON y.school_id = x.school_id AND y.year = p.year - 1
WHERE x.plan_id = %(plan)s AND x.decision IN ('complete', 'leave')"""
_WRITE = f"""
WITH said AS ({_SAID}), fresh AS (
  SELECT * FROM said s WHERE NOT EXISTS (SELECT FROM register_lifeevent v WHERE v.school_id = s.school_id
    AND v.student_id = s.student_id AND v.undone_at IS NULL
    AND (v.year = s.year AND v.kind IN (s.kind, 'leave', 'transfer_out', 'death') OR v.year > s.year))
), gone AS (
  UPDATE people_affiliation a SET valid_to = greatest(f.day, a.valid_from) FROM fresh f
  WHERE f.class_to IS NULL AND a.school_id = f.school_id AND a.person_id = f.student_id AND a.kind = 'pupil'
    AND a.valid_to IS NULL RETURNING a.id, a.person_id
)
INSERT INTO register_lifeevent (school_id, student_id, uid, kind, year, "on", class_from_id, class_to_id, other_place,
  reason_code, reason, paper_no, kept, at, by, undone_by, undone_reason)
SELECT f.school_id, f.student_id, {UUID7_SQL}, f.kind, f.year, f.day, f.class_from, f.class_to, '', '', '', '',
  CASE WHEN g.id IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
    'table', 'affiliation', 'row', g.id, 'before', jsonb_build_object('valid_to', NULL))) END,
  %(at)s, f.by, '', ''
FROM fresh f LEFT JOIN gone g ON g.person_id = f.student_id
ORDER BY f.student_id RETURNING kind, year, "on", student_id"""  # noqa: S608 - our own text
_UNDO = """
UPDATE register_lifeevent SET undone_at = %(at)s, undone_by = %(by)s, undone_reason = %(why)s, class_to_id = NULL
WHERE school_id = %(school)s AND undone_at IS NULL AND (
  year = %(year)s AND kind IN ('promote', 'repeat', 'skip')
  OR year = %(year)s - 1 AND (kind, student_id) IN (SELECT x.decision, x.student_id FROM opening_placement x
    JOIN opening_plan p ON p.id = x.plan_id WHERE x.school_id = %(school)s AND p.year = %(year)s
      AND x.decision IN ('complete', 'leave')))
RETURNING student_id, kept"""


@dataclass(frozen=True)
class Opener:
    """Whoever opened the year, in the ledger's words; the entry of the opening names the account."""

    name: str
    title: str = "theo kế hoạch mở năm học"
    user_id: int | None = None


def write_opening(school_id: int, year: int, plan_id: int) -> int:
    """Write the events of a year that was opened, as far as they are not there; how many. For the plan's own school.

    Who has completed the school or goes on elsewhere is no longer there from the end of the old year.
    """
    hold_year(school_id, year)
    plan = Plan.objects.filter(school_id=school_id, pk=plan_id, opened_at__isnull=False).first()
    if plan is None:
        return 0
    fill([school_id], now(), plan.opened_by)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"plan": plan_id, "at": now()})
        rows = cursor.fetchall()
    told: dict[tuple, list[int]] = {}
    for kind, of, on, student in rows:
        told.setdefault((kind, of, on), []).append(student)
    counts = [
        Change(str(plan), None, {"kind": kind, "on": on.isoformat(), "pupils": len(students)})
        for (kind, _of, on), students in told.items()
    ]
    record(Opener(plan.opened_by), school_id, BOOK, "year", counts)  # type: ignore[arg-type]
    for (kind, of, on), students in told.items():
        announce(school_id, LifeEventsRecorded(school_id, kind, of, on, tuple(students)))
    return len(rows)


def take_back_opening(actor: Actor, school_id: int, year: int) -> None:
    """Strike out what an opening made of the pupils: its classes are about to go.

    Raises ``Conflict`` where somebody who completed the school has begun at another one.
    """
    given = {"school": school_id, "year": year, "at": now(), "by": actor.name[:80], "why": WHY}
    with connection.cursor() as cursor:
        cursor.execute(_UNDO, given)
        rows = cursor.fetchall()
    kept = [json.loads(row[1]) for row in rows]
    if gone := pupils_elsewhere([row[0] for row, own in zip(rows, kept, strict=True) if own]):
        raise Conflict(
            _("Không hoàn tác được nữa: %(n)d em đã học ở trường khác.") % {"n": len(gone)},
            hint=_("Sửa trong năm học mới thay vì hoàn tác."),
            code="obstacles",
        )
    take_back([Kept(**one) for rows in kept for one in rows])
    if kept:
        record(actor, school_id, BOOK, "undo", [Change("Sổ đăng bộ", {"year": year, "events": len(kept)})], reason=WHY)
