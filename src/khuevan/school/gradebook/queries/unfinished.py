"""Whose year in a book is not complete, so that it cannot go into a transcript yet; one query however many books."""

from collections.abc import Collection

from django.db import connection

from ..rules.tt27_2020 import TESTED_SUBJECTS, Period, has_test
from .sheets import LAST_PRIMARY_GRADE

_SQL = """
SELECT b.id, count(*)
FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id
JOIN enrolment_enrolment e ON e.school_id = b.school_id AND e.school_class_id = b.school_class_id AND e.ends_on IS NULL
CROSS JOIN LATERAL (
  SELECT coalesce(bool_or(x.term IN (1, 3)), false) AS first, coalesce(bool_or(x.term IN (2, 3)), false) AS second
  FROM gradebook_specialcase x WHERE x.school_id = b.school_id AND x.class_subject_id = b.id
    AND x.student_id = e.student_id AND x.lifted_at IS NULL AND x.kind IN ('exempt', 'other')
) apart
CROSS JOIN LATERAL (
  SELECT coalesce(bool_or(m.term = 1), false) AS first, coalesce(bool_or(m.term = 2), false) AS second,
    coalesce(bool_or(m.term = 3), false) AS year
  FROM gradebook_markrow m WHERE c.grade > 5 AND m.school_id = b.school_id AND m.class_subject_id = b.id
    AND m.student_id = e.student_id AND m.average IS NOT NULL
) mark
CROSS JOIN LATERAL (
  SELECT coalesce(bool_or(m.period = 2), false) AS first, coalesce(bool_or(m.period = 4), false) AS year
  FROM gradebook_primarymark m WHERE c.grade <= 5 AND m.school_id = b.school_id AND m.class_subject_id = b.id
    AND m.student_id = e.student_id AND m.level <> '' AND (m.test IS NOT NULL
      OR (b.subject_id, c.grade) NOT IN (SELECT * FROM unnest(%(codes)s::text[], %(grades)s::int[])))
) level
WHERE b.school_id = %(school)s AND b.id = any(%(books)s) AND CASE WHEN c.grade > 5
  THEN NOT (mark.first OR apart.first) OR NOT (mark.second OR apart.second)
    OR NOT (mark.year OR (apart.first AND apart.second))
  ELSE NOT (level.first OR apart.first) OR NOT (level.year OR apart.second) END
GROUP BY b.id"""


def unfinished(school_id: int, books: Collection[int]) -> dict[int, int]:
    """How many pupils of books (ids) lack a result that their transcript needs: of a term that they take, or of the
    year; in primary classes a level, or the test that belongs to it (TT 27/2020, Art 7). Books without are left out."""
    grades = range(1, LAST_PRIMARY_GRADE + 1)
    tested = [(code, grade) for code in TESTED_SUBJECTS for grade in grades if has_test(code, grade, Period.END_YEAR)]
    given = {"school": school_id, "books": list(books)}
    given |= {"codes": [code for code, _grade in tested], "grades": [grade for _code, grade in tested]}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        return dict(cursor.fetchall())
