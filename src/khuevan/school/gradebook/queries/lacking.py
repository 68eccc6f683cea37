"""Whose cells are still empty in the books of one class."""

from django.db import connection

from khuevan.school.enrolment.api import SchoolClass

from ..rules.tt27_2020 import Period, has_test
from .sheets import is_primary, term_of

_BOOKS = """
WITH present AS MATERIALIZED (
  SELECT student_id, number FROM enrolment_enrolment
  WHERE school_id = %(school)s AND school_class_id = %(class)s AND ends_on IS NULL
)
SELECT cs.id, cs.subject_id, (
    SELECT array_agg(p.student_id ORDER BY p.number) FROM present p
    WHERE p.student_id <> all(held.marked) AND p.student_id <> all(apart.students)
  ), (
    SELECT array_agg(p.student_id ORDER BY p.number) FROM present p
    WHERE p.student_id <> all(held.tested) AND p.student_id <> all(apart.students)
  )
FROM enrolment_classsubject cs
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(x.student_id), '{}') AS students FROM gradebook_specialcase x
  WHERE x.school_id = cs.school_id AND x.class_subject_id = cs.id AND x.lifted_at IS NULL AND x.term IN (%(term)s, 3)
) apart
CROSS JOIN LATERAL (-- held) held
WHERE cs.school_id = %(school)s AND cs.school_class_id = %(class)s"""
"""The rows of a book are read at once, behind ``OFFSET 0``: among many schools PostgreSQL looked each pupil's up
among all that they have."""
_MARKS = _BOOKS.replace(
    "-- held",
    """
  SELECT coalesce(array_agg(m.student_id), '{}') AS marked, '{}'::bigint[] AS tested FROM (
    SELECT * FROM gradebook_markrow
    WHERE school_id = cs.school_id AND class_subject_id = cs.id AND term = %(part)s OFFSET 0
  ) m
  WHERE m.midterm IS NOT NULL AND m.final IS NOT NULL
    AND cardinality(array_remove(m.regular, NULL)) >= cs.regular_count
""",
)
_LEVELS = _BOOKS.replace(
    "-- held",
    """
  SELECT coalesce(array_agg(m.student_id), '{}') AS marked,
    coalesce(array_agg(m.student_id) FILTER (WHERE m.test IS NOT NULL), '{}') AS tested
  FROM (
    SELECT * FROM gradebook_primarymark
    WHERE school_id = cs.school_id AND class_subject_id = cs.id AND period = %(part)s OFFSET 0
  ) m
  WHERE m.level <> ''
""",
)


def lacking(school_class: SchoolClass, part: int) -> dict[int, list[int]]:
    """Students who take a subject and lack a mark in a term (1, 2) or primary period, by class subject id.

    In the order of the list.
    """
    primary = is_primary(school_class)
    given = {
        "school": school_class.school_id,
        "class": school_class.pk,
        "part": part,
        "term": term_of(part) if primary else part,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS if primary else _MARKS, given)
        rows = cursor.fetchall()
    found = {}
    for pk, code, without_mark, without_test in rows:
        tested = primary and has_test(code, school_class.grade, Period(part))
        found[pk] = (without_test if tested else without_mark) or []
    return found
