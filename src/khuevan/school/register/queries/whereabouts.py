"""Which school a pupil belonged to on a day."""

from collections.abc import Collection
from datetime import date

from django.db import connection

_ON = """
SELECT DISTINCT ON (a.person_id) a.person_id, a.school_id FROM people_affiliation a
WHERE a.kind = 'pupil' AND a.person_id = ANY(%(people)s)
  AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to >= %(day)s)
ORDER BY a.person_id, a.valid_from DESC, a.id DESC"""


def schools_on(day: date, people: Collection[int]) -> dict[int, int]:
    """Person → school on a day, of those whom the scope shows; who was at none is not in it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ON, {"people": list(people), "day": day})
        return dict(cursor.fetchall())
