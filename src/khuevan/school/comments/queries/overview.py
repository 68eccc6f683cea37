"""How many comments a teacher still has to write, book by book; one statement."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.registry.accounts.api import Actor
from khuevan.school.gradebook.api import LAST_PRIMARY_GRADE, Stage

_BOOKS = """
SELECT b.uid, s.name, c.name, c.grade, size.pupils, size.pupils - mark.written - level.written
FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id
JOIN enrolment_subject s ON s.code = b.subject_id
CROSS JOIN LATERAL (
  SELECT count(*) AS pupils, array_agg(e.student_id) AS present FROM enrolment_enrolment e
  WHERE e.school_id = b.school_id AND e.school_class_id = c.id AND e.ends_on IS NULL
) size
CROSS JOIN LATERAL (
  SELECT count(*) AS written FROM (
    SELECT student_id, comment FROM gradebook_markrow
    WHERE c.grade > 5 AND school_id = b.school_id AND class_subject_id = b.id AND term = %(term)s OFFSET 0
  ) m WHERE m.comment <> '' AND m.student_id = any(size.present)
) mark
CROSS JOIN LATERAL (
  SELECT count(*) AS written FROM (
    SELECT student_id, comment FROM gradebook_primarymark
    WHERE c.grade <= 5 AND school_id = b.school_id AND class_subject_id = b.id AND period = %(period)s OFFSET 0
  ) m WHERE m.comment <> '' AND m.student_id = any(size.present)
) level
WHERE b.school_id = %(school)s AND c.year = %(year)s AND b.id = any(array(
  SELECT id FROM enrolment_classsubject WHERE school_id = %(school)s AND teacher_id = %(teacher)s))
ORDER BY c.grade, length(c.name), c.name, s.name"""
"""Each book is looked up, as in `gradebook.queries.progress`; joined, all marks of the school were read."""


class Written(NamedTuple):
    """A book with its pupils and how many of them have no comment in this term or period."""

    uid: UUID
    subject: str
    class_name: str
    grade: int
    pupils: int
    left: int
    part: int

    @property
    def done(self) -> int:
        return self.pupils - self.left


def books_of(actor: Actor, stage: Stage) -> list[Written]:
    """The books that the actor teaches in a year, at its present term or period."""
    given = {
        "term": stage.term,
        "period": stage.period,
        "teacher": actor.person_id,
        "school": actor.unit_id,
        "year": stage.year,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS, given)
        rows = cursor.fetchall()
    return [Written(*row, stage.period if row[3] <= LAST_PRIMARY_GRADE else stage.term) for row in rows]
