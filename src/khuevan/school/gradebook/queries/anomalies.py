"""Books of grades 6 to 12 with something to ask about: equal marks, many averages of 5,0, a book filled in a minute.

One query a kind, whatever the size; row-level security says whose books they are.
"""

from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db import connection


class Bars(Protocol):
    """From how many on something is told; the room that asks says what each means."""

    @property
    def identical(self) -> int: ...
    @property
    def spike_of(self) -> int: ...
    @property
    def spike(self) -> int: ...
    @property
    def spike_times(self) -> int: ...
    @property
    def minute_columns(self) -> int: ...
    @property
    def minute_cells(self) -> int: ...


class Anomaly(NamedTuple):
    """A book that was found. ``kind`` and what the others say then:

    - identical: ``column`` gk or ck, ``n`` marks, all ``value`` tenths
    - spike: ``n`` averages of 5,0 among ``value``
    - minute: ``n`` cells in ``value`` columns at ``at``
    """

    kind: str
    school: str
    class_name: str
    book: UUID
    subject: str
    column: str
    n: int
    value: int
    at: datetime | None


_BARS = ("identical", "spike_of", "spike", "spike_times", "minute_columns", "minute_cells")
_BOOK = """
JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id AND c.year = %(year)s
  AND c.grade > 5
JOIN enrolment_subject s ON s.code = cs.subject_id AND s.form = 'score'
JOIN units_unit u ON u.id = cs.school_id"""
_MARK = f"""
FROM gradebook_markrow m
JOIN enrolment_classsubject cs ON cs.school_id = m.school_id AND cs.id = m.class_subject_id{_BOOK}
JOIN enrolment_enrolment e ON e.school_id = m.school_id AND e.school_class_id = cs.school_class_id
  AND e.student_id = m.student_id AND e.year = %(year)s AND e.ends_on IS NULL"""
_FILLED = f"""FROM enrolment_classsubject cs{_BOOK}
JOIN audit_entry a ON a.school_id = cs.school_id AND a.book = 'marks:' || cs.uid::text || ':' || %(part)s::text
WHERE (%(school)s::bigint IS NULL OR cs.school_id = %(school)s)
  AND a.verb = 'mark' AND a.student_id IS NOT NULL AND coalesce(a.old, 'null') IN ('null', '""')"""
_WHERE = "m.term = %(part)s AND (%(school)s::bigint IS NULL OR m.school_id = %(school)s)"
_GROUP = "u.name, c.grade, length(c.name), c.name, cs.uid, s.name"
_ORDER = "1, c.grade, length(c.name), 2, 4"
_AROUND = "count(*) FILTER (WHERE m.average BETWEEN 46 AND 54 AND m.average <> 50)"
_SQL = {
    "identical": f"""
SELECT u.name, c.name, cs.uid, s.name, v.place, count(*), min(v.mark), NULL{_MARK}
CROSS JOIN LATERAL (VALUES ('gk', m.midterm), ('ck', m.final)) AS v (place, mark)
WHERE {_WHERE} AND v.mark IS NOT NULL
GROUP BY {_GROUP}, v.place HAVING count(*) >= %(identical)s AND min(v.mark) = max(v.mark)
ORDER BY {_ORDER}, 5 DESC""",
    "spike": f"""
SELECT u.name, c.name, cs.uid, s.name, '', count(*) FILTER (WHERE m.average = 50), count(*), NULL{_MARK}
WHERE {_WHERE} AND m.average IS NOT NULL
GROUP BY {_GROUP} HAVING count(*) >= %(spike_of)s AND count(*) FILTER (WHERE m.average = 50) >= %(spike)s
  AND 8 * count(*) FILTER (WHERE m.average = 50) >= %(spike_times)s * {_AROUND}
  AND count(*) FILTER (WHERE m.average = 50) < count(*)
ORDER BY {_ORDER}""",
    "minute": f"""
SELECT u.name, c.name, cs.uid, s.name, '', count(*), count(DISTINCT a.subject), date_trunc('minute', a.at)
{_FILLED}
GROUP BY {_GROUP}, date_trunc('minute', a.at)
HAVING count(*) >= %(minute_cells)s AND count(DISTINCT a.subject) >= %(minute_columns)s
ORDER BY {_ORDER}, 8""",
}


_WHOLE_TABLES = "SET LOCAL enable_nestloop = %s"
"""PostgreSQL expects a handful of rows where these joins give millions, and would look each of them up alone."""


def anomalies(year: int, part: int, bars: Bars, school_id: int | None = None) -> list[Anomaly]:
    """Of a school or of all within the scope, kind by kind in the order of schools and classes; three queries, and two
    words to the planner where the scope may be a province.

    ``part``: term 1 or 2, or 3 for the year, which has averages alone.
    """
    given = {"year": year, "part": part, "school": school_id, **{name: getattr(bars, name) for name in _BARS}}
    found: list[Anomaly] = []
    with connection.cursor() as cursor:
        if school_id is None:
            cursor.execute(_WHOLE_TABLES % "off")
        for kind, sql in _SQL.items():
            cursor.execute(sql, given)
            found += [Anomaly(kind, *row) for row in cursor.fetchall()]
        if school_id is None:
            cursor.execute(_WHOLE_TABLES % "on")
    return found
