"""What the results of a year propose: as SQL that works on one school or on a province alike.

``%(plans)s`` are ids of plans. Results are those of the gradebook's year (term 3); kindergartens have none, there
everybody goes up.
"""

from django.db import connection

GRADES = """
old AS (
  SELECT c.id, c.school_id, c.grade, c.name, c.homeroom_id, p.id AS plan_id, c.grade + 1 AS next,
    row_number() OVER (PARTITION BY c.school_id, c.grade ORDER BY length(c.name), c.name) AS place
  FROM opening_plan p JOIN enrolment_schoolclass c ON c.school_id = p.school_id AND c.year = p.year - 1
  WHERE p.id = ANY(%(plans)s)
), has AS (SELECT DISTINCT school_id, grade FROM old),
ending AS (
  SELECT h.school_id, h.grade FROM has h WHERE h.grade IN (5, 9, 12, 18)
    AND NOT (h.grade < 12 AND EXISTS (SELECT FROM has n WHERE n.school_id = h.school_id AND n.grade = h.grade + 1))
)"""
"""Old classes, and the grades after which pupils leave the school (`rules.going_up.LAST_OF_STAGE`)."""

PROPOSED = f"""
{GRADES}, judged AS (
  SELECT o.school_id, o.plan_id, e.student_id, o.id AS origin_id, o.grade, o.name,
    CASE WHEN o.grade > 12 THEN 'promoted' ELSE coalesce(r.outcome, '') END AS outcome,
    EXISTS (SELECT FROM ending x WHERE x.school_id = o.school_id AND x.grade = o.grade) AS ends
  FROM old o JOIN enrolment_enrolment e ON e.school_id = o.school_id AND e.school_class_id = o.id AND e.ends_on IS NULL
  LEFT JOIN gradebook_result r ON r.school_id = e.school_id AND r.school_class_id = e.school_class_id
    AND r.student_id = e.student_id AND r.term = 3
), decided AS (
  SELECT j.*, CASE WHEN outcome = 'promoted' THEN CASE WHEN ends THEN 'complete' ELSE 'promote' END
    WHEN outcome = 'held_back' THEN 'repeat' ELSE 'wait' END AS decision FROM judged j
), up AS (
  SELECT DISTINCT ON (plan_id, origin_id) plan_id, origin_id, id FROM opening_plannedclass
  WHERE plan_id = ANY(%(plans)s) AND origin_id IS NOT NULL ORDER BY plan_id, origin_id, id
), again AS (
  SELECT DISTINCT ON (o.id) o.id AS origin_id, n.id FROM old o
  JOIN opening_plannedclass n ON n.plan_id = o.plan_id AND n.grade = o.grade ORDER BY o.id, n.name <> o.name, n.id
), proposed AS (
  SELECT d.school_id, d.plan_id, d.student_id, d.origin_id, d.outcome, d.decision,
    CASE d.decision WHEN 'promote' THEN up.id WHEN 'repeat' THEN again.id END AS target_id
  FROM decided d LEFT JOIN up ON up.plan_id = d.plan_id AND up.origin_id = d.origin_id
  LEFT JOIN again ON again.origin_id = d.origin_id
)"""  # noqa: S608 - our own names
"""Each pupil of the old year with outcome, decision and class: the same rule as `rules.going_up.decision_for`."""

_STALE = f"""
WITH {PROPOSED}
SELECT count(*) FILTER (WHERE x.student_id IS NULL), count(*) FILTER (WHERE p.student_id IS NULL),
  count(*) FILTER (WHERE p.outcome <> x.outcome AND x.decided_by = '')
FROM proposed p FULL JOIN (SELECT * FROM opening_placement WHERE plan_id = ANY(%(plans)s)) x
  ON x.plan_id = p.plan_id AND x.student_id = p.student_id"""  # noqa: S608 - our own names


def stale(plan_id: int) -> tuple[int, int, int]:
    """Pupils that have come since the plan was made, pupils who have left, pupils with another result; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE, {"plans": [plan_id]})
        come, left, changed = cursor.fetchone()
    return int(come), int(left), int(changed)
