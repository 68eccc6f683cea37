"""How many comments a teacher still has to write, book by book; one statement."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.registry.accounts.api import Actor
from khuevan.school.gradebook.api import LAST_PRIMARY_GRADE, Stage

_BOOKS = """
SELECT b.uid, s.name, c.name, c.grade,
  count(*), count(*) FILTER (WHERE coalesce(m.comment, p.comment, '') = '')
FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id
JOIN enrolment_subject s ON s.code = b.subject_id
JOIN enrolment_enrolment e ON e.school_id = c.school_id AND e.school_class_id = c.id AND e.ends_on IS NULL
LEFT JOIN gradebook_markrow m ON m.school_id = b.school_id AND m.class_subject_id = b.id
  AND m.student_id = e.student_id AND m.term = %(term)s
LEFT JOIN gradebook_primarymark p ON p.school_id = b.school_id AND p.class_subject_id = b.id
  AND p.student_id = e.student_id AND p.period = %(period)s
WHERE b.teacher_id = %(teacher)s AND c.school_id = %(school)s AND c.year = %(year)s
GROUP BY b.uid, s.name, c.name, c.grade
ORDER BY c.grade, length(c.name), c.name, s.name"""


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
