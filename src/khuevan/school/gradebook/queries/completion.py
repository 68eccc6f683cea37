"""How far the books of all schools are, school by school in one query."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.school.enrolment.api import curriculum

from ..rules.tt27_2020 import Period, has_test
from .sheets import LAST_PRIMARY_GRADE

_SQL = """
SELECT b.school_id, u.uid, u.name, count(DISTINCT b.class_id), sum(b.cells), sum(CASE WHEN b.grade > 5
    THEN CASE WHEN m.id IS NULL THEN 0 ELSE least(cardinality(array_remove(m.regular, NULL)), b.regular_count) END
      + (m.midterm IS NOT NULL)::int + (m.final IS NOT NULL)::int
    ELSE (coalesce(l.level, '') <> '')::int + (b.tested AND l.test IS NOT NULL)::int END)
FROM (
  SELECT cs.id, cs.school_id, cs.regular_count, c.id AS class_id, c.grade, e.student_id, t.code IS NOT NULL AS tested,
    CASE WHEN c.grade > 5 THEN cs.regular_count + 2 ELSE 1 + (t.code IS NOT NULL)::int END AS cells
  FROM enrolment_classsubject cs
  JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id
    AND c.year = %(year)s AND c.grade BETWEEN 1 AND 12
  JOIN enrolment_enrolment e ON e.school_id = cs.school_id AND e.school_class_id = c.id AND e.year = %(year)s
    AND e.ends_on IS NULL
  LEFT JOIN unnest(%(codes)s::text[], %(grades)s::int[]) AS t (code, grade)
    ON t.code = cs.subject_id AND t.grade = c.grade
  LEFT JOIN gradebook_specialcase x ON x.school_id = cs.school_id AND x.class_subject_id = cs.id
    AND x.student_id = e.student_id AND x.lifted_at IS NULL AND x.term IN (%(term)s, 3)
  WHERE x.id IS NULL
) b
JOIN units_unit u ON u.id = b.school_id
LEFT JOIN gradebook_markrow m ON b.grade > 5 AND m.school_id = b.school_id AND m.class_subject_id = b.id
  AND m.student_id = b.student_id AND m.term = %(term)s
LEFT JOIN gradebook_primarymark l ON b.grade <= 5 AND l.school_id = b.school_id AND l.class_subject_id = b.id
  AND l.student_id = b.student_id AND l.period = %(period)s
GROUP BY b.school_id, u.uid, u.name ORDER BY u.name"""


class SchoolProgress(NamedTuple):
    """The books of a school in a term: cells that must be filled, and cells that are."""

    school_id: int
    uid: UUID
    name: str
    classes: int
    expected: int
    filled: int

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
        """empty, draft or done."""
        return "done" if self.filled >= self.expected else "draft" if self.filled else "empty"


def completion(year: int, term: int) -> list[SchoolProgress]:
    """All schools within the scope, primary ones at the end of ``term``; counted as `progress` does."""
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
        return [SchoolProgress(*row[:4], int(row[4]), int(row[5] or 0)) for row in cursor.fetchall()]
