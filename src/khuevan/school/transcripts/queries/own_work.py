"""What one teacher has to sign this year. Part of a teacher's first page, so it is plain SQL."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject

from ..policies import visible
from ..ports import NotYet
from .class_counts import Book
from .progress import ClassLine, Task, class_line, count_lacking, fill, tasks_of

_OWN = """
WITH stands AS (
  SELECT class_subject_id, school_class_id FROM enrolment_teaching
  WHERE school_id = %(school)s AND teacher_id = %(person)s AND stands_for_id IS NOT NULL
    AND %(day)s BETWEEN starts_on AND ends_on
)
SELECT c.id, c.uid, c.name, c.grade, c.year, c.school_id, c.homeroom_id, coalesce(h.full_name, ''),
  array(SELECT class_subject_id FROM stands s WHERE s.school_class_id = c.id AND class_subject_id IS NOT NULL),
  EXISTS (SELECT FROM stands s WHERE s.school_class_id = c.id AND class_subject_id IS NULL),
  c.id, b.id, b.uid, b.subject_id, o.name, b.teacher_id, coalesce(p.full_name, '')
FROM enrolment_schoolclass c
LEFT JOIN people_person h ON h.id = c.homeroom_id
LEFT JOIN enrolment_classsubject b ON b.school_id = c.school_id AND b.school_class_id = c.id
  AND (b.teacher_id = %(person)s OR b.id = any(array(SELECT class_subject_id FROM stands)))
LEFT JOIN enrolment_subject o ON o.code = b.subject_id
LEFT JOIN people_person p ON p.id = b.teacher_id
WHERE c.school_id = %(school)s AND c.grade BETWEEN 1 AND 12
  AND c.year = (SELECT max(year) FROM enrolment_schoolyear WHERE school_id = %(school)s AND closed_at IS NULL)
  AND c.id = any(array(
    SELECT id FROM enrolment_schoolclass WHERE homeroom_id = %(person)s
    UNION SELECT school_class_id FROM enrolment_classsubject WHERE teacher_id = %(person)s
    UNION SELECT school_class_id FROM stands))
ORDER BY c.grade, c.name, o.position"""


def own_tasks(school_id: int, person_id: int | None) -> list[Task]:
    """What somebody signs in a school's open year, for themselves and as a stand-in; two statements, or one.

    A line of a class holds the subjects that they sign, not all of the class.
    """
    given = {"school": school_id, "person": person_id, "day": today()}
    with connection.cursor() as cursor:
        cursor.execute(_OWN, given)
        rows = cursor.fetchall()
    if not rows:
        return []
    lines = {row[0]: ClassLine(*row[:8]) for row in rows}
    fill(lines, [Book(*row[10:]) for row in rows if row[11] is not None])
    stood_in = frozenset(book for row in rows for book in row[8])
    return tasks_of(lines.values(), person_id, (stood_in, frozenset(row[0] for row in rows if row[9])))


def line_to_sign(actor: Actor, book: UUID) -> ClassLine:
    """The class of a book that the actor may sign, with this one subject; three statements.

    Raises ``NotYet`` where nobody is complete, ``NotFound`` where nothing in it is to be signed, and for other people's
    books as if they did not exist.
    """
    found = ClassSubject.objects.filter(visible(actor, "sign_subject", ClassSubject), uid=book)
    one = found.select_related("school_class", "subject").first()
    line = class_line(one.school_class, one) if one else None
    if line:
        count_lacking(line.subjects, line.school_id)
    if line and line.subjects[0].due and not line.subjects[0].ready:
        message = _("Chưa em nào đủ kết quả cả năm ở môn này.")
        raise NotYet(message, hint=_("Nhập đủ điểm hai học kì trong sổ rồi ký."))
    if line is None or not line.subjects[0].ready:
        raise NotFound(_("Không có gì để ký ở sổ này."), hint=_("Hãy tải lại trang để xem môn đã ký đến đâu."))
    return line
