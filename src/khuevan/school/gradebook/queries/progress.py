"""How far the books are: of a school, a class or a teacher, in one query however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.kernel.clock import today
from khuevan.school.enrolment.api import place_of

from ..rules.tt27_2020 import Period, has_test
from .fullness import Fullness
from .sheets import LAST_PRIMARY_GRADE

_BOOKS = """
SELECT cs.id, cs.uid, c.id, c.uid, c.name, c.grade, s.code, s.name, s.short_name, coalesce(t.full_name, ''),
  cs.teacher_id, coalesce(size.pupils, 0) - coalesce(apart.pupils, 0), cs.regular_count,
  coalesce(mark.filled, 0), coalesce(level.levels, 0), coalesce(level.tests, 0), -- own
FROM enrolment_classsubject cs
JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id
JOIN enrolment_subject s ON s.code = cs.subject_id
LEFT JOIN people_person t ON t.id = cs.teacher_id -- counts
WHERE cs.school_id = %(school)s AND c.year = %(year)s -- only"""
_FILLED = """sum(least(num_nonnulls(VARIADIC m.regular), cs.regular_count)
    + (m.midterm IS NOT NULL)::int + (m.final IS NOT NULL)::int) AS filled"""
_COUNTED = """
CROSS JOIN LATERAL (
  SELECT count(*) AS pupils, array_agg(e.student_id) AS present FROM enrolment_enrolment e
  WHERE e.school_id = c.school_id AND e.school_class_id = c.id AND e.year = %(year)s AND e.ends_on IS NULL
) size
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE x.student_id = any(size.present)) AS pupils,
    coalesce(array_agg(x.student_id), '{}') AS students
  FROM gradebook_specialcase x
  WHERE x.school_id = cs.school_id AND x.class_subject_id = cs.id AND x.lifted_at IS NULL AND x.term IN (%(term)s, 3)
) apart
CROSS JOIN LATERAL (
  SELECT -- filled
  FROM (
    SELECT * FROM gradebook_markrow
    WHERE c.grade > 5 AND school_id = cs.school_id AND class_subject_id = cs.id AND term = %(term)s OFFSET 0
  ) m
  WHERE m.student_id = any(size.present) AND m.student_id <> all(apart.students)
) mark
CROSS JOIN LATERAL (
  SELECT count(nullif(m.level, '')) AS levels, count(m.test) AS tests
  FROM (
    SELECT * FROM gradebook_primarymark
    WHERE c.grade <= 5 AND school_id = cs.school_id AND class_subject_id = cs.id AND period = %(period)s OFFSET 0
  ) m
  WHERE m.student_id = any(size.present) AND m.student_id <> all(apart.students)
) level"""
"""Each book looked up, behind ``OFFSET 0``: among many schools PostgreSQL would read all marks that its pupils have, of
every subject and term, which took six times as long for a school.

Who is present and who has a special case is one array a book each; forty look-ups a book took twice as long.
"""


_MINE = """SELECT o.id FROM enrolment_classsubject o WHERE o.school_id = %(school)s AND o.teacher_id = %(teacher)s
  UNION ALL -- stood in"""
_STOOD_IN = """SELECT i.class_subject_id FROM enrolment_teaching i WHERE i.school_id = %(school)s
    AND i.teacher_id = %(teacher)s AND i.stands_for_id IS NOT NULL AND %(day)s BETWEEN i.starts_on AND i.ends_on"""


def _sql(only: str, own: str = "true") -> str:
    parts = {"-- counts": _COUNTED, "-- filled": _FILLED, "-- only": only, "-- own": own}
    parts |= {"-- mine": _MINE, "-- stood in": _STOOD_IN}
    return reduce(lambda sql, part: sql.replace(*part), parts.items(), _BOOKS)


_OF_SCHOOL = _sql("").replace(
    "cs.school_id = %(school)s AND c.year = %(year)s",
    "cs.school_id = (SELECT %(school)s::smallint) AND c.year = (SELECT %(year)s::smallint)",
)
"""School and year behind a subselect: PostgreSQL else plans anew at each look, which takes half as long as to count."""
_OF_TEACHER = _sql("AND cs.id = any(array(-- mine))")
"""Own books, and those in which the teacher stands in today: found first, as an array, so only they are counted."""
_OF_TEACHER_AND_LED = _sql(
    """AND cs.id = any(array(-- mine
  UNION ALL SELECT l.id FROM enrolment_classsubject l WHERE l.school_id = %(school)s
    AND l.school_class_id = any(array(SELECT unnest(%(led)s::bigint[])))))""",
    "cs.teacher_id IS NOT DISTINCT FROM %(teacher)s OR cs.id = any(array(-- stood in))",
)
_OF_CLASS = _sql("AND cs.school_class_id = %(class)s")


class _Row(NamedTuple):
    id: int
    uid: UUID
    class_id: int
    class_uid: UUID
    class_name: str
    grade: int
    code: str
    name: str
    short_name: str
    teacher: str
    teacher_id: int | None
    pupils: int
    regular_count: int
    marks: int
    levels: int
    tests: int
    own: bool


@dataclass(frozen=True)
class BookProgress(Fullness):
    """A class subject in a term or period (``part``): its cells are those of who takes the subject."""

    id: int
    uid: UUID
    class_id: int
    class_uid: UUID
    class_name: str
    grade: int
    code: str
    name: str
    short_name: str
    teacher: str
    teacher_id: int | None
    pupils: int
    part: int


def progress(
    school_id: int, year: int, term: int, period: int, *, teacher_id: int | None = None, class_id: int | None = None
) -> list[BookProgress]:
    """Books of a school's year, class by class in the order of the transcript; of one teacher or of one class.

    Secondary classes are counted in ``term`` (1, 2), primary ones in ``period`` (1 … 4).
    """
    sql = _OF_TEACHER if teacher_id is not None else _OF_CLASS if class_id is not None else _OF_SCHOOL
    given = {"school": school_id, "year": year, "term": term, "period": period}
    given |= {"teacher": teacher_id, "day": today()} if teacher_id is not None else {}
    given |= {"class": class_id} if class_id is not None else {}
    return [book for book, _own in _counted(sql, given)]


def progress_with_led(
    school_id: int, year: int, term: int, period: int, *, teacher_id: int, led: Sequence[int]
) -> tuple[list[BookProgress], dict[int, list[BookProgress]]]:
    """A teacher's own books as `progress` gives them, and all books of the classes that they lead, by class id.

    One statement, and a book that is both is counted once.
    """
    given = {"school": school_id, "year": year, "term": term, "period": period}
    found = _counted(_OF_TEACHER_AND_LED, given | {"teacher": teacher_id, "day": today(), "led": list(led)})
    of_classes = {pk: [book for book, _own in found if book.class_id == pk] for pk in led}
    return [book for book, own in found if own], of_classes


def _counted(sql: str, given: dict[str, Any]) -> list[tuple[BookProgress, bool]]:
    """Books in their order, each with whether it is the teacher's own."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows = [_Row(*row) for row in cursor.fetchall()]
    return sorted(((_of(row, given["term"], given["period"]), row.own) for row in rows), key=lambda one: _place(one[0]))


def _place(book: BookProgress) -> tuple[int, int, str, int]:
    """By grade, class (10A2 before 10A10), and subject as in the transcript."""
    return book.grade, len(book.class_name), book.class_name, place_of(book.code, book.grade)


def _of(row: _Row, term: int, period: int) -> BookProgress:
    if row.grade <= LAST_PRIMARY_GRADE:
        tested = has_test(row.code, row.grade, Period(period))
        part, expected, filled = period, row.pupils * (1 + tested), row.levels + row.tests * tested
    else:
        part, expected, filled = term, row.pupils * (row.regular_count + 2), row.marks
    return BookProgress(*row[:12], part, expected=expected, filled=filled)
