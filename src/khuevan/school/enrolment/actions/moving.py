"""Let pupils come into classes and go on a given day, many at once. What is done can be taken back, row by row.

Rooms above decide who comes and goes and why; these functions run in the caller's transaction and scope.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import connection

from khuevan.registry.isolation.api import copied
from khuevan.registry.people.api import Kept, made, made_rows

TABLE = "enrolment"
_IN = """
INSERT INTO enrolment_enrolment (school_id, student_id, year, school_class_id, number, starts_on, note)
SELECT %(school)s, s.student, %(year)s, s.place,
  coalesce((SELECT max(e.number) FROM enrolment_enrolment e WHERE e.school_class_id = s.place), 0)
    + row_number() OVER (PARTITION BY s.place ORDER BY s.position), %(day)s, left(%(note)s, 120)
FROM seats_taken s RETURNING id"""
_OUT = """
UPDATE enrolment_enrolment e SET ends_on = greatest(%(day)s::date - 1, o.starts_on), note = left(%(note)s, 120)
FROM enrolment_enrolment o
WHERE o.id = e.id AND e.school_id = %(school)s AND e.year = %(year)s AND e.ends_on IS NULL
  AND e.student_id = ANY(%(students)s) RETURNING e.id, o.note"""


def move_in(school_id: int, year: int, day: date, seats: Mapping[int, int], note: str = "") -> list[Kept]:
    """Pupil → class: they come to the end of the class list on ``day``."""
    rows = [(position, student, place) for position, (student, place) in enumerate(seats.items())]
    with copied("seats_taken", "position int, student bigint, place bigint", rows) as cursor:
        cursor.execute(_IN, {"school": school_id, "year": year, "day": day, "note": note})
        return made(TABLE, [row[0] for row in cursor.fetchall()])


def move_out(school_id: int, year: int, day: date, students: Iterable[int], note: str = "") -> list[Kept]:
    """Pupils are in their class of a year until the day before ``day``; the line stays, with ``note``."""
    given = {"school": school_id, "year": year, "day": day, "note": note, "students": list(students)}
    with connection.cursor() as cursor:
        cursor.execute(_OUT, given)
        return [Kept(TABLE, row[0], {"ends_on": None, "note": row[1]}) for row in cursor.fetchall()]


def move_back(kept: Sequence[Kept]) -> None:
    """Take back what `move_in` and `move_out` did."""
    before = [(one.row, one.before["note"]) for one in kept if one.table == TABLE and one.before is not None]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM enrolment_enrolment WHERE id = ANY(%s)", [made_rows(kept, TABLE)])
    with copied("seats_before", "id bigint, note text", before) as cursor:
        cursor.execute(
            "UPDATE enrolment_enrolment e SET ends_on = NULL, note = b.note FROM seats_before b WHERE e.id = b.id"
        )
