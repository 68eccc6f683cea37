"""How far the books of all schools are, school by school in one query."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from khuevan.school.enrolment.api import curriculum

from ..rules.tt27_2020 import Period, has_test
from .fullness import Fullness
from .sheets import LAST_PRIMARY_GRADE

_SQL = """
WITH book AS (
  SELECT cs.id, cs.school_id, cs.regular_count, c.id AS class_id, c.grade, t.code IS NOT NULL AS tested
  FROM enrolment_classsubject cs
  JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id
    AND c.year = %(year)s AND c.grade BETWEEN 1 AND 12
  LEFT JOIN unnest(%(codes)s::text[], %(grades)s::int[]) AS t (code, grade)
    ON t.code = cs.subject_id AND t.grade = c.grade
), pupil AS (
  SELECT school_id, school_class_id, student_id FROM enrolment_enrolment
  WHERE year = %(year)s AND ends_on IS NULL
), apart AS (
  SELECT DISTINCT x.school_id, x.class_subject_id, x.student_id FROM gradebook_specialcase x
  JOIN pupil p ON p.school_id = x.school_id AND p.school_class_id = x.school_class_id AND p.student_id = x.student_id
  WHERE x.lifted_at IS NULL AND x.class_subject_id IS NOT NULL AND x.term IN (%(term)s, 3)
), size AS (
  SELECT school_id, school_class_id, count(*) AS n FROM pupil GROUP BY 1, 2
), less AS (
  SELECT school_id, class_subject_id, count(*) AS n FROM apart GROUP BY 1, 2
), expected AS (
  SELECT b.school_id, count(DISTINCT b.class_id) AS classes,
    sum((s.n - coalesce(l.n, 0)) * CASE WHEN b.grade > 5 THEN b.regular_count + 2 ELSE 1 + b.tested::int END) AS cells
  FROM book b JOIN size s ON s.school_id = b.school_id AND s.school_class_id = b.class_id
  LEFT JOIN less l ON l.school_id = b.school_id AND l.class_subject_id = b.id GROUP BY 1
), mark AS MATERIALIZED (
  SELECT b.school_id, b.class_id, b.id, m.student_id, m.cells FROM book b CROSS JOIN LATERAL (
    SELECT student_id, least(cardinality(array_remove(regular, NULL)), b.regular_count)
      + (midterm IS NOT NULL)::int + (final IS NOT NULL)::int AS cells
    FROM gradebook_markrow WHERE school_id = b.school_id AND class_subject_id = b.id AND term = %(term)s OFFSET 0
  ) m WHERE b.grade > 5
  UNION ALL
  SELECT b.school_id, b.class_id, b.id, m.student_id, m.cells FROM book b CROSS JOIN LATERAL (
    SELECT student_id, (level <> '')::int + (b.tested AND test IS NOT NULL)::int AS cells
    FROM gradebook_primarymark
    WHERE school_id = b.school_id AND class_subject_id = b.id AND period = %(period)s OFFSET 0
  ) m WHERE b.grade <= 5
), filled AS (
  SELECT m.school_id, sum(m.cells) AS cells FROM mark m
  JOIN pupil p ON p.school_id = m.school_id AND p.school_class_id = m.class_id AND p.student_id = m.student_id
  GROUP BY 1
), beside AS (
  SELECT m.school_id, sum(m.cells) AS cells FROM apart a
  JOIN mark m ON m.school_id = a.school_id AND m.id = a.class_subject_id AND m.student_id = a.student_id GROUP BY 1
)
SELECT e.school_id, u.uid, u.name, e.classes, e.cells, coalesce(f.cells, 0) - coalesce(l.cells, 0)
FROM expected e JOIN units_unit u ON u.id = e.school_id
LEFT JOIN filled f ON f.school_id = e.school_id LEFT JOIN beside l ON l.school_id = e.school_id
ORDER BY (coalesce(f.cells, 0) - coalesce(l.cells, 0)) / e.cells::float, u.name"""
"""Marks are read book by book: row-level security and correlated keys make PostgreSQL expect one row where there are
thousands, and it would look up every pupil's marks of all years for each subject. ``beside``: marks of pupils apart.
"""


@dataclass(frozen=True)
class SchoolProgress(Fullness):
    """The books of a school in a term."""

    school_id: int
    uid: UUID
    name: str
    classes: int


def completion(year: int, term: int) -> list[SchoolProgress]:
    """All schools within the scope, those that lack most first; primary ones at the end of ``term``.

    Counted as `progress` does.
    """
    period = Period(term * 2)
    tested = [
        (one.code, grade)
        for grade in range(1, LAST_PRIMARY_GRADE + 1)
        for one in curriculum.subjects(grade)
        if has_test(one.code, grade, period)
    ]
    given = {"year": year, "term": term, "period": int(period)}
    given |= {"codes": [code for code, _grade in tested], "grades": [grade for _code, grade in tested]}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        return [SchoolProgress(*row[:4], expected=int(row[4]), filled=int(row[5] or 0)) for row in cursor.fetchall()]
