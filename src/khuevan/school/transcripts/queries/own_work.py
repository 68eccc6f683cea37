"""What one teacher has to sign this year. Part of a teacher's first page, so it is plain SQL."""

from django.db import connection

from khuevan.kernel.clock import today

from .progress import ClassLine, Task, fill, tasks_of

_OWN = """
WITH stands AS (
  SELECT class_subject_id, school_class_id FROM enrolment_teaching
  WHERE school_id = %(school)s AND teacher_id = %(person)s AND stands_for_id IS NOT NULL
    AND %(day)s BETWEEN starts_on AND ends_on
)
SELECT c.id, c.uid, c.name, c.grade, c.year, c.school_id, c.homeroom_id, coalesce(h.full_name, ''),
  array(SELECT class_subject_id FROM stands s WHERE s.school_class_id = c.id AND class_subject_id IS NOT NULL),
  EXISTS (SELECT FROM stands s WHERE s.school_class_id = c.id AND class_subject_id IS NULL)
FROM enrolment_schoolclass c
LEFT JOIN people_person h ON h.id = c.homeroom_id
WHERE c.school_id = %(school)s AND c.grade BETWEEN 1 AND 12
  AND c.year = (SELECT max(year) FROM enrolment_schoolyear WHERE school_id = %(school)s AND closed_at IS NULL)
  AND c.id = any(array(
    SELECT id FROM enrolment_schoolclass WHERE homeroom_id = %(person)s
    UNION SELECT school_class_id FROM enrolment_classsubject WHERE teacher_id = %(person)s
    UNION SELECT school_class_id FROM stands))
ORDER BY c.grade, c.name"""


def own_tasks(school_id: int, person_id: int | None) -> list[Task]:
    """What somebody signs in a school's open year, for themselves and as a stand-in; three statements, or one."""
    given = {"school": school_id, "person": person_id, "day": today()}
    with connection.cursor() as cursor:
        cursor.execute(_OWN, given)
        rows = cursor.fetchall()
    if not rows:
        return []
    lines = {row[0]: ClassLine(*row[:8]) for row in rows}
    fill(lines)
    books = frozenset(book for row in rows for book in row[8])
    return tasks_of(lines.values(), person_id, (books, frozenset(row[0] for row in rows if row[9])))
