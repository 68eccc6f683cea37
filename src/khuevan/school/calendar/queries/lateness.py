"""What is lacking in books whose time runs out or is over: one statement for a teacher, a school, a province."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.school.gradebook.api import tt27_2020

from ..rules.kinds import LAST_PRIMARY, YEAR, Slot, part_of
from ..rules.windows import Window

SOON = timedelta(days=3)
"""So long before the last day teachers are reminded."""


class Due(NamedTuple):
    """A kind of columns of a grade in a school, with its last day."""

    school_id: int
    grade: int
    term: int
    kind: str
    due_on: date


def due_of(windows: Mapping[tuple[int, int], Mapping[Slot, Window]], day: date) -> list[Due]:
    """What is over on a day or will be soon. Re-tests are left out: who writes them is known only pupil by pupil."""
    return [
        Due(school, grade, *slot, window.closes_on)
        for (school, grade), here in windows.items()
        for slot, window in here.items()
        if slot[0] != YEAR and window.opens_on <= day and window.closes_on - SOON <= day
    ]


DUE = """due AS MATERIALIZED (
  SELECT d.school_id, d.grade, d.term, d.kind, d.due_on,
    2 * d.term - (d.kind = 'midterm')::int AS period
  FROM unnest(%(schools)s::bigint[], %(grades)s::int[], %(terms)s::int[], %(kinds)s::text[], %(days)s::date[])
    AS d (school_id, grade, term, kind, due_on)
)"""
_CLASS = """JOIN enrolment_schoolclass c ON c.school_id = d.school_id AND c.year = %(year)s AND c.grade = d.grade"""
_HERE = f"""{_CLASS}
  JOIN enrolment_enrolment e ON e.school_id = c.school_id AND e.school_class_id = c.id AND e.ends_on IS NULL"""
_BOOK = """JOIN enrolment_classsubject cs ON cs.school_id = c.school_id AND cs.school_class_id = c.id
    AND (%(teacher)s::bigint IS NULL OR cs.teacher_id = %(teacher)s)
  CROSS JOIN LATERAL (
    SELECT array_agg(e.student_id) AS ids FROM enrolment_enrolment e
    WHERE e.school_id = c.school_id AND e.school_class_id = c.id AND e.ends_on IS NULL
  ) present
  CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT x.student_id) AS ids FROM gradebook_specialcase x
    WHERE x.school_id = cs.school_id AND x.class_subject_id = cs.id AND x.lifted_at IS NULL AND x.term IN (d.term, 3)
      AND x.student_id = any(present.ids)
  ) apart
  CROSS JOIN LATERAL (
    SELECT coalesce(cardinality(present.ids), 0) - coalesce(cardinality(apart.ids), 0) AS pupils
  ) who"""
_THEIRS = "student_id = any(present.ids) AND (apart.ids IS NULL OR NOT student_id = any(apart.ids))"
_LACKING_MARKS = f"""SELECT n.school_id, n.class_id, n.book_id, n.teacher_id, n.term, d.kind, d.due_on,
    CASE d.kind WHEN 'regular' THEN n.regular WHEN 'midterm' THEN n.midterm WHEN 'final' THEN n.final ELSE n.comment END
      AS cells
  FROM (
    SELECT d.school_id, d.grade, d.term, c.id AS class_id, cs.id AS book_id, cs.teacher_id,
      who.pupils * cs.regular_count - coalesce(m.regular, 0) AS regular, who.pupils - m.midterm AS midterm,
      who.pupils - m.final AS final, who.pupils - m.comment AS comment
    FROM (SELECT DISTINCT school_id, grade, term FROM due WHERE grade > 5 AND kind <> 'conduct') d {_CLASS} {_BOOK}
    CROSS JOIN LATERAL (
      SELECT sum(least(cardinality(array_remove(regular, NULL)), cs.regular_count)) AS regular,
        count(midterm) AS midterm, count(final) AS final, count(nullif(comment, '')) AS comment
      FROM (
        SELECT student_id, regular, midterm, final, comment FROM gradebook_markrow
        WHERE school_id = cs.school_id AND class_subject_id = cs.id AND term = d.term OFFSET 0
      ) one WHERE {_THEIRS}
    ) m OFFSET 0
  ) n JOIN due d USING (school_id, grade, term) WHERE d.kind <> 'conduct'"""  # noqa: S608 - our own words
"""A row of marks holds all kinds of a term: it is read once, whatever is due of it."""
_LACKING_LEVELS = f"""SELECT n.school_id, n.class_id, n.book_id, n.teacher_id, n.term, d.kind, d.due_on,
    CASE d.kind WHEN 'comment' THEN n.comment ELSE n.level END AS cells
  FROM (
    SELECT d.school_id, d.grade, d.term, d.period, c.id AS class_id, cs.id AS book_id, cs.teacher_id,
      who.pupils - p.comment AS comment, who.pupils - p.level
        + CASE WHEN cs.subject_id || ':' || d.grade || ':' || d.period = any(%(tested)s::text[])
          THEN who.pupils - p.test ELSE 0 END AS level
    FROM (SELECT DISTINCT school_id, grade, term, period FROM due
      WHERE grade <= 5 AND kind IN ('midterm', 'final', 'comment')) d {_CLASS} {_BOOK}
    CROSS JOIN LATERAL (
      SELECT count(nullif(comment, '')) AS comment, count(nullif(level, '')) AS level, count(test) AS test
      FROM (
        SELECT student_id, level, test, comment FROM gradebook_primarymark
        WHERE school_id = cs.school_id AND class_subject_id = cs.id AND period = d.period OFFSET 0
      ) one WHERE {_THEIRS}
    ) p OFFSET 0
  ) n JOIN due d USING (school_id, grade, term, period) WHERE d.kind IN ('midterm', 'final', 'comment')"""  # noqa: S608
_LACKING_CONDUCT = f"""SELECT d.school_id, c.id AS class_id, NULL::bigint AS book_id, c.homeroom_id AS teacher_id,
    d.term, d.kind, d.due_on, sum((coalesce(k.level, '') = '')::int + (k.absences IS NULL)::int) AS cells
  FROM due d {_HERE}
  LEFT JOIN gradebook_conduct k ON k.school_id = c.school_id AND k.school_class_id = c.id
    AND k.student_id = e.student_id AND k.term = d.term
  WHERE d.grade > 5 AND d.kind = 'conduct' AND (%(teacher)s::bigint IS NULL OR c.homeroom_id = %(teacher)s)
  GROUP BY d.school_id, c.school_id, c.id, d.term, d.kind, d.due_on"""  # noqa: S608
_LACKING_TRAITS = f"""SELECT d.school_id, c.id AS class_id, NULL::bigint AS book_id, c.homeroom_id AS teacher_id,
    d.term, d.kind, d.due_on, sum((%(traits)s::int[])[c.grade]
      - coalesce(cardinality(array_remove(q.qualities || q.general || q.specific, '')), 0)) AS cells
  FROM due d {_HERE}
  LEFT JOIN gradebook_primarytraits q ON q.school_id = c.school_id AND q.school_class_id = c.id
    AND q.student_id = e.student_id AND q.period = d.period
  WHERE d.grade <= 5 AND d.kind IN ('midterm', 'conduct')
    AND (%(teacher)s::bigint IS NULL OR c.homeroom_id = %(teacher)s)
  GROUP BY d.school_id, c.school_id, c.id, d.term, d.kind, d.due_on"""  # noqa: S608
_ALL = (_LACKING_MARKS, _LACKING_LEVELS, _LACKING_CONDUCT, _LACKING_TRAITS)
_UNTIL = """owing AS (
  SELECT l.*, greatest(l.due_on, r.until) AS last_on
  FROM lacking l LEFT JOIN calendar_reopening r ON r.school_id = l.school_id AND r.school_class_id = l.class_id
    AND r.class_subject_id IS NOT DISTINCT FROM l.book_id AND r.term = l.term AND r.kind = l.kind AND r.ended_at IS NULL
  WHERE l.cells > 0
)"""
"""A column that was opened again is due when that ends."""
_NAMED = """
SELECT o.school_id, c.uid, b.uid, c.name, c.grade, coalesce(s.name, ''), o.teacher_id, coalesce(t.full_name, ''),
  o.term, o.kind, o.cells, o.last_on
FROM owing o
JOIN enrolment_schoolclass c ON c.school_id = o.school_id AND c.id = o.class_id
LEFT JOIN enrolment_classsubject b ON b.school_id = o.school_id AND b.id = o.book_id
LEFT JOIN enrolment_subject s ON s.code = b.subject_id
LEFT JOIN people_person t ON t.id = o.teacher_id
ORDER BY o.last_on, c.grade, length(c.name), c.name, s.position NULLS FIRST, o.term, o.kind"""


def _lacking(parts: Iterable[str]) -> str:
    return f"lacking AS (\n{' UNION ALL '.join(parts)}\n), {_UNTIL}"


LACKING = _lacking(_ALL)
"""Everything that may be lacking, as ``lacking``, and with its last day, as ``owing``."""


@dataclass(frozen=True)
class Owing:
    """A book, or a homeroom part (``book_uid`` None), that lacks cells of a kind; ``due_on`` its last day."""

    school_id: int
    class_uid: UUID
    book_uid: UUID | None
    class_name: str
    grade: int
    subject: str
    teacher_id: int | None
    teacher: str
    term: int
    kind: str
    lacking: int
    due_on: date

    def days_late(self, day: date) -> int:
        """Days since the last day, 0 while there is time."""
        return max(0, (day - self.due_on).days)

    @property
    def part(self) -> int:
        """The term, or the period of a primary class, in which it is filled in."""
        return part_of(self.grade, (self.term, self.kind))


def parameters(year: int, due: Sequence[Due], teacher_id: int | None = None) -> dict[str, Any]:
    """What the statement needs."""
    schools, grades, terms, kinds, days = map(list, zip(*due, strict=True)) if due else ([],) * 5
    given = {"schools": schools, "grades": grades, "terms": terms, "kinds": kinds, "days": days}
    return given | {"year": year, "teacher": teacher_id, "tested": _tested(), "traits": _traits()}


def owing(year: int, due: Iterable[Due], teacher_id: int | None = None) -> list[Owing]:
    """What is lacking now of what is due, the latest first; one query, none where nothing is due."""
    known = list(due)
    if not known:
        return []
    parts = frozenset(part for one in known for part in _parts(one))
    with connection.cursor() as cursor:
        cursor.execute(_named(parts), parameters(year, known, teacher_id))
        return [Owing(*row) for row in cursor.fetchall()]


def _parts(due: Due) -> tuple[str, ...]:
    """What to ask for a kind of columns; what nobody has to fill in now is not asked."""
    if due.grade > LAST_PRIMARY:
        return (_LACKING_CONDUCT,) if due.kind == "conduct" else (_LACKING_MARKS,)
    if due.kind == "midterm":
        return _LACKING_LEVELS, _LACKING_TRAITS
    return (_LACKING_TRAITS,) if due.kind == "conduct" else (_LACKING_LEVELS,)


@cache
def _named(parts: frozenset[str]) -> str:
    """The statement with these parts."""
    return f"WITH {DUE}, {_lacking(part for part in _ALL if part in parts)}{_NAMED}"


@cache
def _tested() -> list[str]:
    """``TOAN:4:2`` for each subject, grade and period with a test (TT 27/2020 Art. 7)."""
    found = []
    for code in tt27_2020.TESTED_SUBJECTS:
        for grade in range(1, LAST_PRIMARY + 1):
            for period in tt27_2020.Period:
                if tt27_2020.has_test(code, grade, period):
                    found.append(f"{code}:{grade}:{int(period)}")
    return found


@cache
def _traits() -> list[int]:
    return [len(tt27_2020.traits(grade)) for grade in range(1, LAST_PRIMARY + 1)]
