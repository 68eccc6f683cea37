"""How the results of many pupils spread, by subject, grade, class, teacher or school: aggregated in the database."""

from typing import Any, Literal, NamedTuple

from django.db import connection

By = Literal["subject", "grade", "class", "teacher", "school"]
EDGES = (35, 50, 65, 80)
"""Where the bands of averages begin, in tenths: the bars of TT 22/2021 Art. 9(2)."""
LEVELS = ("C", "H", "T")
"""The bands of primary levels, the lowest first (TT 27/2020 Art. 7)."""

_KEYS: dict[str, tuple[str, str, str]] = {
    "subject": ("s.code", "s.name", "s.position"),
    "grade": ("c.grade::text", "c.grade::text", "c.grade"),
    "class": ("c.uid::text", "c.name", "c.grade * 100 + length(c.name)"),
    "teacher": ("coalesce(cs.teacher_id, 0)::text", "coalesce(p.full_name, '')", ""),
    "school": ("u.uid::text", "u.name", ""),
}
_JOINS = {
    "teacher": "LEFT JOIN people_person p ON p.id = cs.teacher_id",
    "school": "JOIN units_unit u ON u.id = cs.school_id",
}
_FROM = """
FROM enrolment_classsubject cs
JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id AND c.year = %(year)s
JOIN enrolment_subject s ON s.code = cs.subject_id
CROSS JOIN LATERAL (SELECT array(SELECT e.student_id FROM enrolment_enrolment e WHERE e.school_id = cs.school_id
  AND e.school_class_id = cs.school_class_id AND e.year = %(year)s AND e.ends_on IS NULL) AS pupils OFFSET 0) here
CROSS JOIN LATERAL ({marks} OFFSET 0) m
{join}
WHERE {wanted} m.student_id = any(here.pupils) AND (%(school)s::bigint IS NULL OR cs.school_id = %(school)s)
  AND (%(subject)s::text IS NULL OR cs.subject_id = %(subject)s)
  AND (%(grade)s::int IS NULL OR c.grade = %(grade)s)"""
"""Each book is looked up and its pupils held as one array (decision 0013): joined at once PostgreSQL looks up all marks
of every pupil, and for a province every book once more for every pupil.
"""
_MARKS = """
  SELECT student_id, average FROM gradebook_markrow
  WHERE school_id = cs.school_id AND class_subject_id = cs.id AND term = %(part)s AND average IS NOT NULL"""
_SCORED = """s.form = 'score' AND NOT EXISTS (SELECT 1 FROM gradebook_specialcase x WHERE x.school_id = cs.school_id
    AND x.class_subject_id = cs.id AND x.student_id = m.student_id AND x.lifted_at IS NULL
    AND x.kind <> 'carried' AND x.term IN (%(part)s, 3)) AND"""
_LEVELS = """
  SELECT student_id, level FROM gradebook_primarymark
  WHERE school_id = cs.school_id AND class_subject_id = cs.id AND period = %(part)s AND level <> ''"""
_AVERAGES = """count(*), sum(m.average), percentile_disc(0.5) WITHIN GROUP (ORDER BY m.average), min(m.average),
  max(m.average), count(*) FILTER (WHERE m.average < 35), count(*) FILTER (WHERE m.average BETWEEN 35 AND 49),
  count(*) FILTER (WHERE m.average BETWEEN 50 AND 64), count(*) FILTER (WHERE m.average BETWEEN 65 AND 79),
  count(*) FILTER (WHERE m.average >= 80)"""
_COUNTS = """count(*), 0, NULL, NULL, NULL, count(*) FILTER (WHERE m.level = 'C'),
  count(*) FILTER (WHERE m.level = 'H'), count(*) FILTER (WHERE m.level = 'T')"""


class Wanted(NamedTuple):
    """Which results: of a year, in a term (3 = year) or primary period; one school, subject, grade, or all."""

    year: int
    part: int
    primary: bool
    school_id: int | None = None
    subject: str | None = None
    grade: int | None = None

    def given(self) -> dict[str, Any]:
        return {**self._asdict(), "school": self.school_id}


class Group(NamedTuple):
    """Results of one subject, grade, class, teacher or school. ``total``, ``median``, ``low``, ``high`` in tenths,
    nothing in primary levels; ``bands`` the lowest first, five by `EDGES` or three by `LEVELS`.
    """

    key: str
    label: str
    n: int
    total: int
    median: int | None
    low: int | None
    high: int | None
    bands: tuple[int, ...]


def spreads(wanted: Wanted, by: By) -> list[Group]:
    """One query, whatever the size: row-level security says whose results they are."""
    key, label, order = _KEYS[by]
    sql = f"SELECT {key}, {label}, {_COUNTS if wanted.primary else _AVERAGES}{_source(wanted, by)}"
    sql += f" GROUP BY 1, 2{order and f', {order}'} ORDER BY {order and f'{order}, '}2"
    return [Group(*row[:7], bands=tuple(row[7:])) for row in _rows(sql, wanted)]


def histogram(wanted: Wanted) -> dict[int, int]:
    """How many averages lie in each half mark: 13 → from 6,5 to 6,9; one query. Nothing in primary schools."""
    if wanted.primary:
        return {}
    return dict(_rows(f"SELECT m.average / 5, count(*){_source(wanted, '')} GROUP BY 1", wanted))


def _source(wanted: Wanted, by: str) -> str:
    marks, scored = (_LEVELS, "") if wanted.primary else (_MARKS, _SCORED)
    return _FROM.format(marks=marks, join=_JOINS.get(by, ""), wanted=scored)


def _rows(sql: str, wanted: Wanted) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted.given())
        return cursor.fetchall()
