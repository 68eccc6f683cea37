"""Books of grades 6 to 12 with something to ask about: equal marks, many averages of 5,0, a book filled in a minute.

Two queries, whatever the size; row-level security says whose books they are.
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
_BOOKS = """
WITH class AS MATERIALIZED (
  SELECT c.school_id, c.id, c.grade, c.name, array(SELECT e.student_id FROM enrolment_enrolment e
    WHERE e.school_id = c.school_id AND e.school_class_id = c.id AND e.year = %(year)s AND e.ends_on IS NULL) AS pupils
  FROM enrolment_schoolclass c
  WHERE c.year = %(year)s AND c.grade > 5 AND (%(school)s::bigint IS NULL OR c.school_id = %(school)s)
)
SELECT u.name, c.name, cs.uid, s.name, found.*
FROM class c
JOIN enrolment_classsubject cs ON cs.school_id = c.school_id AND cs.school_class_id = c.id
JOIN enrolment_subject s ON s.code = cs.subject_id AND s.form = 'score'
JOIN units_unit u ON u.id = c.school_id
CROSS JOIN LATERAL ({found}) found
ORDER BY 1, c.grade, length(c.name), 2, 4"""
"""Each book is looked up by itself, with its pupils held as one array (as `spreads` does): joined at once PostgreSQL
reads all marks that the pupils have, or the whole ledger of the school.
"""
_SAME = "count({0}) >= %(identical)s AND min({0}) = max({0})"
_FIVES = "count(*) FILTER (WHERE m.average = 50)"
_AROUND = "count(*) FILTER (WHERE m.average BETWEEN 46 AND 54 AND m.average <> 50)"
_SPIKE = f"""count(m.average) >= %(spike_of)s AND {_FIVES} >= %(spike)s AND {_FIVES} < count(m.average)
    AND 8 * {_FIVES} >= %(spike_times)s * {_AROUND}"""
_MARKS = f"""
  SELECT CASE WHEN {_SAME.format("m.midterm")} THEN count(m.midterm) END, min(m.midterm),
    CASE WHEN {_SAME.format("m.final")} THEN count(m.final) END, min(m.final),
    CASE WHEN {_SPIKE} THEN {_FIVES} END, count(m.average)
  FROM (SELECT student_id, midterm, final, average FROM gradebook_markrow
    WHERE school_id = cs.school_id AND class_subject_id = cs.id AND term = %(part)s OFFSET 0) m
  WHERE m.student_id = any(c.pupils)
  HAVING ({_SAME.format("m.midterm")}) OR ({_SAME.format("m.final")}) OR ({_SPIKE})"""  # noqa: S608 - our own words
_MINUTES = """
  SELECT count(*), count(DISTINCT a.subject), date_trunc('minute', a.at) AS minute FROM audit_entry a
  WHERE a.school_id = cs.school_id AND a.book = 'marks:' || cs.uid::text || ':' || %(part)s::text
    AND a.verb = 'mark' AND a.student_id IS NOT NULL AND coalesce(a.old, 'null') IN ('null', '""')
  GROUP BY minute HAVING count(*) >= %(minute_cells)s AND count(DISTINCT a.subject) >= %(minute_columns)s"""
_IN_MARKS, _IN_LEDGER = _BOOKS.format(found=_MARKS), _BOOKS.format(found=_MINUTES) + ", minute"


def anomalies(year: int, part: int, bars: Bars, school_id: int | None = None) -> list[Anomaly]:
    """Of a school or of all within the scope, kind by kind in the order of schools and classes; two queries.

    ``part``: term 1 or 2, or 3 for the year, which has averages alone.
    """
    given = {"year": year, "part": part, "school": school_id, **{name: getattr(bars, name) for name in _BARS}}
    with connection.cursor() as cursor:
        cursor.execute(_IN_MARKS, given)
        marks = cursor.fetchall()
        cursor.execute(_IN_LEDGER, given)
        filled = cursor.fetchall()
    tests, spikes = [], []
    for *book, midterms, midterm, finals, final, fives, averages in marks:
        tests += [Anomaly("identical", *book, "gk", midterms, midterm, None)] if midterms else []
        tests += [Anomaly("identical", *book, "ck", finals, final, None)] if finals else []
        spikes += [Anomaly("spike", *book, "", fives, averages, None)] if fives else []
    return [*tests, *spikes, *(Anomaly("minute", *book, "", n, columns, at) for *book, n, columns, at in filled)]
