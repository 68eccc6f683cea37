"""A class list with what the rules say of each pupil: one query, made for the pages that are opened most."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.school.enrolment.api import SchoolClass

_SQL = """
SELECT e.student_id, p.uid, p.code, p.full_name, e.number, e.ends_on, e.note,
       coalesce(r.academic, ''), coalesce(r.adjusted_by, ''), coalesce(r.conduct, ''),
       coalesce(r.award, ''), coalesce(r.outcome, '')
FROM enrolment_enrolment e
JOIN people_person p ON p.id = e.student_id
LEFT JOIN gradebook_result r ON r.school_id = e.school_id AND r.school_class_id = e.school_class_id
  AND r.student_id = e.student_id AND r.term = %s
WHERE e.school_id = %s AND e.school_class_id = %s
ORDER BY e.number, e.starts_on"""


class Listed(NamedTuple):
    """A pupil of a class with the codes of a term's results ("" while missing)."""

    id: int
    uid: UUID
    code: str
    name: str
    number: int
    left_on: date | None
    note: str
    academic: str
    adjusted_by: str
    conduct: str
    award: str
    outcome: str

    @property
    def remark(self) -> str:
        """What stands under the name: that the pupil has left, or the note of the class list."""
        if self.left_on is None:
            return self.note
        return _("Rời lớp %(day)s") % {"day": f"{self.left_on:%d/%m/%Y}"}

    def results(self) -> dict[str, Any]:
        """The codes by name, as in `Result`."""
        return {name: getattr(self, name) for name in ("academic", "adjusted_by", "conduct", "award", "outcome")}


def roster(school_class: SchoolClass, term: int) -> list[Listed]:
    """Everybody who is or was in a class, in the order of the list; who came back stands there once."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [term, school_class.school_id, school_class.pk])
        return list({row[0]: Listed(*row) for row in cursor.fetchall()}.values())
