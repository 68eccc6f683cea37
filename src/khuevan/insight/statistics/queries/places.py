"""Where a class stands among the figures."""

from typing import NamedTuple

from django.db import connection

LAST_PRIMARY_GRADE = 5
_PLACE = """
SELECT c.year, c.grade, s.subject FROM pub_enrolment_class c
LEFT JOIN pub_enrolment_subject s ON s.school_id = c.school_id AND s.class_subject_id = %s
WHERE c.school_id = %s AND c.class_id = %s"""


class Place(NamedTuple):
    """Year and grade of a class; the subject of one of its books, or ``None``."""

    year: int
    grade: int
    subject: str | None

    @property
    def primary(self) -> bool:
        return self.grade <= LAST_PRIMARY_GRADE


def class_place(school_id: int, class_id: int, class_subject_id: int | None) -> Place | None:
    """One query; ``None`` where the class is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [class_subject_id, school_id, class_id])
        found = cursor.fetchone()
    return Place(*found) if found else None
