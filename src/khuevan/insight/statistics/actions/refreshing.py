"""Keep the figures what the tables say: what was touched is counted anew, as a whole, and written where it differs."""

from collections.abc import Collection, Iterable

from django.db import connection

from khuevan.kernel.clock import now

from ..queries.topics import TOPICS, Topic

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('statistics:' || %s::text, 0))"
_HOLD_ALL = "LOCK TABLE statistics_figure IN SHARE ROW EXCLUSIVE MODE"
_WHOLE_TABLES = "SET LOCAL enable_nestloop = %s"
"""PostgreSQL takes the keys by which the views join for independent, expects a handful of rows where millions are,
and looks each up alone: more than ten minutes for 421 schools, where joining whole tables takes seconds."""
_SCHOOLS = """
SELECT school_id FROM pub_enrolment_stay WHERE student_id = ANY(%(people)s)
UNION SELECT school_id FROM pub_enrolment_post WHERE person_id = ANY(%(people)s) ORDER BY 1"""
_WRITE = """
WITH fresh AS ({counting}), gone AS (
  DELETE FROM statistics_figure f WHERE f.measure = ANY(%(measures)s){touched}
    AND NOT EXISTS (SELECT FROM fresh n WHERE n.school_id = f.school_id AND n.year = f.year AND n.measure = f.measure
      AND n.grade = f.grade AND n.subject = f.subject AND n.part = f.part)
  RETURNING f.school_id, f.year
), put AS (
  INSERT INTO statistics_figure AS f (school_id, year, grade, subject, part, measure, value, computed_at)
  SELECT school_id, year, grade, subject, part, measure, value, %(now)s FROM fresh
  ON CONFLICT (school_id, year, measure, grade, subject, part)
  DO UPDATE SET value = excluded.value, computed_at = excluded.computed_at WHERE f.value <> excluded.value
  RETURNING f.school_id, f.year
), changed AS (
  SELECT school_id, year FROM gone UNION ALL SELECT school_id, year FROM put
), told AS (
  INSERT INTO statistics_count AS c (school_id, year, counted_at, changed_at)
  SELECT DISTINCT school_id, year, %(now)s, %(now)s FROM changed
  ON CONFLICT (school_id, year) DO UPDATE SET counted_at = excluded.counted_at, changed_at = excluded.changed_at
) SELECT count(*) FROM changed"""


def refresh(school_id: int, topics: Iterable[Topic], **narrowed: int | str | None) -> int:
    """Count ``topics`` of a school anew, narrowed to a ``year``, ``grade``, ``subject`` where they are known.

    Returns how many figures changed. Runs in the caller's transaction and scope, one statement a topic. Whoever counts
    the same school waits, and then sees what the other saw and more: the last one to write has read last.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [school_id])
    given = {"school_id": school_id, **{name: value for name, value in narrowed.items() if value is not None}}
    return sum(_count(topic, given) for topic in topics)


def recount(person_ids: Collection[int]) -> int:
    """Count anew every school in scope where these people are or were pupils or staff; how many figures changed."""
    with connection.cursor() as cursor:
        cursor.execute(_SCHOOLS, {"people": list(person_ids)})
        schools = [row[0] for row in cursor.fetchall()]
    return sum(refresh(school, TOPICS) for school in schools)


def rebuild() -> int:
    """Count every school in scope anew from the tables; how many figures that changed. Refreshing waits meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_ALL)
        cursor.execute(_WHOLE_TABLES % "off")
        changed = sum(_count(topic, {}) for topic in TOPICS)
        cursor.execute(_WHOLE_TABLES % "on")
    return changed


def _count(topic: Topic, narrowed: dict[str, int | str]) -> int:
    able = {name: value for name, value in narrowed.items() if name in topic.narrows}
    touched = "".join(f" AND f.{name} = %({name})s" for name in able)
    sql = _WRITE.format(counting=topic.figures(able), touched=touched)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**able, "measures": list(topic.measures), "now": now()})
        return int(cursor.fetchone()[0])
