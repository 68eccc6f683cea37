"""Who is late, from what the calendar publishes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

_LATE = """
SELECT u.uid, u.name, count(DISTINCT o.teacher_id), sum(o.lacking), %(day)s - min(o.due_on),
  count(*) OVER () AS schools
FROM pub_calendar_owing o JOIN units_unit u ON u.id = o.school_id
WHERE o.year = %(year)s AND o.due_on < %(day)s GROUP BY u.id ORDER BY 5 DESC, 4 DESC, 2 LIMIT %(most)s"""


@dataclass(frozen=True)
class LateSchool:
    """A school with late cells: teachers, cells, days of the latest; ``schools``: how many there are."""

    uid: UUID
    name: str
    teachers: int
    cells: int
    days: int
    schools: int


def late_schools(year: int, day: date, most: int = 8) -> list[LateSchool]:
    """The latest schools in scope by the last daily round; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE, {"year": year, "day": day, "most": most})
        return [LateSchool(*row) for row in cursor.fetchall()]
