"""Whose cells are still empty in the books of one class."""

from django.db import connection

from khuevan.school.enrolment.api import SchoolClass

from ..rules.tt27_2020 import Period, has_test
from .sheets import is_primary, term_of

_MARKS = """
SELECT cs.id, cs.subject_id, array_agg(e.student_id ORDER BY e.number) FILTER (WHERE m.id IS NULL
  OR m.midterm IS NULL OR m.final IS NULL OR cardinality(array_remove(m.regular, NULL)) < cs.regular_count), NULL
FROM enrolment_classsubject cs
JOIN enrolment_enrolment e ON e.school_id = cs.school_id AND e.school_class_id = cs.school_class_id
  AND e.ends_on IS NULL
LEFT JOIN gradebook_markrow m ON m.school_id = cs.school_id AND m.class_subject_id = cs.id
  AND m.student_id = e.student_id AND m.term = %(part)s
LEFT JOIN gradebook_specialcase x ON x.school_id = cs.school_id AND x.class_subject_id = cs.id
  AND x.student_id = e.student_id AND x.lifted_at IS NULL AND x.term IN (%(term)s, 3)
WHERE x.id IS NULL AND cs.school_id = %(school)s AND cs.school_class_id = %(class)s
GROUP BY cs.id"""
_LEVELS = """
SELECT cs.id, cs.subject_id, array_agg(e.student_id ORDER BY e.number) FILTER (WHERE nullif(m.level, '') IS NULL),
  array_agg(e.student_id ORDER BY e.number) FILTER (WHERE nullif(m.level, '') IS NULL OR m.test IS NULL)
FROM enrolment_classsubject cs
JOIN enrolment_enrolment e ON e.school_id = cs.school_id AND e.school_class_id = cs.school_class_id
  AND e.ends_on IS NULL
LEFT JOIN gradebook_primarymark m ON m.school_id = cs.school_id AND m.class_subject_id = cs.id
  AND m.student_id = e.student_id AND m.period = %(part)s
LEFT JOIN gradebook_specialcase x ON x.school_id = cs.school_id AND x.class_subject_id = cs.id
  AND x.student_id = e.student_id AND x.lifted_at IS NULL AND x.term IN (%(term)s, 3)
WHERE x.id IS NULL AND cs.school_id = %(school)s AND cs.school_class_id = %(class)s
GROUP BY cs.id"""


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
