"""How far the books are: of a school, a class or a teacher, in one query however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.school.enrolment.api import place_of

from ..rules.tt27_2020 import Period, has_test
from .sheets import LAST_PRIMARY_GRADE

_SQL = """
SELECT cs.id, cs.uid, c.id, c.uid, c.name, c.grade, s.code, s.name, s.short_name, s.form, cs.regular_count,
  coalesce(t.full_name, ''), count(e.student_id),
  coalesce(sum(least(coalesce(cardinality(array_remove(m.regular, NULL)), 0), cs.regular_count)
    + (m.midterm IS NOT NULL)::int + (m.final IS NOT NULL)::int), 0),
  count(nullif(p.level, '')), count(p.test),
  coalesce(array_agg(e.student_id ORDER BY e.number) FILTER (WHERE m.id IS NULL OR m.midterm IS NULL
    OR m.final IS NULL OR cardinality(array_remove(m.regular, NULL)) < cs.regular_count), '{}'),
  coalesce(array_agg(e.student_id ORDER BY e.number) FILTER (WHERE nullif(p.level, '') IS NULL), '{}'),
  coalesce(array_agg(e.student_id ORDER BY e.number) FILTER (WHERE p.test IS NULL), '{}')
FROM enrolment_classsubject cs
JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id
JOIN enrolment_subject s ON s.code = cs.subject_id
LEFT JOIN people_person t ON t.id = cs.teacher_id
LEFT JOIN enrolment_enrolment e ON e.school_id = cs.school_id AND e.school_class_id = cs.school_class_id
  AND e.ends_on IS NULL
LEFT JOIN gradebook_markrow m ON m.school_id = cs.school_id AND m.class_subject_id = cs.id
  AND m.student_id = e.student_id AND m.term = %(term)s
LEFT JOIN gradebook_primarymark p ON p.school_id = cs.school_id AND p.class_subject_id = cs.id
  AND p.student_id = e.student_id AND p.period = %(period)s
WHERE cs.school_id = %(school)s AND c.year = %(year)s
  AND (%(teacher)s::bigint IS NULL OR cs.teacher_id = %(teacher)s)
  AND (%(classes)s::bigint[] IS NULL OR c.id = any(%(classes)s))
GROUP BY cs.id, c.id, s.code, t.id
ORDER BY c.grade, length(c.name), c.name"""


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
    form: str
    regular_count: int
    teacher: str
    pupils: int
    marks: int
    levels: int
    tests: int
    lacking_marks: list[int]
    lacking_level: list[int]
    lacking_test: list[int]


@dataclass(frozen=True)
class BookProgress:
    """A class subject in a term or period: cells that must be filled, cells that are, and who lacks something."""

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
    pupils: int
    expected: int
    filled: int
    lacking: tuple[int, ...]

    @property
    def percent(self) -> int:
        """Whole percent, 100 only when nothing is missing."""
        return 100 * self.filled // self.expected if self.expected else 100

    @property
    def missing(self) -> int:
        """Cells still empty."""
        return self.expected - self.filled

    @property
    def state(self) -> str:
        """empty, draft or done, as the design system names states of work."""
        return "done" if self.filled >= self.expected else "draft" if self.filled else "empty"


def progress(
    school_id: int,
    year: int,
    term: int,
    period: int,
    *,
    teacher_id: int | None = None,
    class_ids: Sequence[int] | None = None,
) -> list[BookProgress]:
    """Books of a school's year, class by class in the order of the transcript; of one teacher or some classes.

    Secondary classes are counted in ``term`` (1, 2), primary ones in ``period`` (1 … 4).
    """
    given = {"school": school_id, "year": year, "term": term, "period": period, "teacher": teacher_id}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given | {"classes": None if class_ids is None else list(class_ids)})
        rows = [_of(_Row(*row), period) for row in cursor.fetchall()]
    return sorted(rows, key=_place)


def _place(book: BookProgress) -> tuple[int, int, str, int]:
    """By grade, class (10A2 before 10A10), and subject as in the transcript."""
    return book.grade, len(book.class_name), book.class_name, place_of(book.code, book.grade)


def _of(row: _Row, period: int) -> BookProgress:
    if row.grade <= LAST_PRIMARY_GRADE:
        tested = has_test(row.code, row.grade, Period(period))
        expected = row.pupils * (2 if tested else 1)
        filled = row.levels + (row.tests if tested else 0)
        lacking = {*row.lacking_level, *(row.lacking_test if tested else ())}
        in_order = [pk for pk in dict.fromkeys([*row.lacking_level, *row.lacking_test]) if pk in lacking]
    else:
        expected, filled, in_order = row.pupils * (row.regular_count + 2), row.marks, row.lacking_marks
    return BookProgress(
        *row[:9], teacher=row.teacher, pupils=row.pupils, expected=expected, filled=filled, lacking=tuple(in_order)
    )
