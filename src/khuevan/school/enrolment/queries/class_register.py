"""The list of a class as an office keeps it: who is there, born when, and how the family is reached. One query."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.kernel.dates import as_known

from ..models import SchoolClass

_SQL = """
SELECT e.student_id, e.number, p.uid, p.code, p.full_name, p.sex, p.birth_year, p.birth_month, p.birth_day,
  e.ends_on, e.note, -- families
FROM enrolment_enrolment e
JOIN LATERAL (
  SELECT uid, code, full_name, sex, birth_year, birth_month, birth_day FROM people_person
  WHERE id = e.student_id OFFSET 0
) p ON true
WHERE e.school_class_id = %(class)s
ORDER BY e.number, e.starts_on"""
_FAMILIES = """ARRAY(
    SELECT ARRAY[k.relation, g.full_name, g.phone]
    FROM people_guardianship k JOIN people_person g ON g.id = k.guardian_id
    WHERE k.student_id = e.student_id AND k.valid_from <= %(day)s AND (k.valid_to IS NULL OR k.valid_to >= %(day)s)
    ORDER BY k.id)"""
_WITHOUT, _WITH = _SQL.replace("-- families", "'{}'::text[]"), _SQL.replace("-- families", _FAMILIES)


class Registered(NamedTuple):
    """A pupil of a class. ``guardians``: relation (`Guardianship.Relation`), name, phone of each."""

    id: int
    number: int
    uid: UUID
    code: str
    name: str
    sex: int
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    left_on: date | None
    note: str
    guardians: list[list[str]]

    @property
    def born(self) -> str:
        """The birth date as far as it is known: ``04/03/2013``, ``03/2013``, ``2013`` or ""."""
        return as_known(self.birth_year, self.birth_month, self.birth_day)


def class_register(school_class: SchoolClass, day: date, families: bool) -> list[Registered]:
    """Everybody who is or was in a class, in the order of the list; who came back stands there once.

    With ``families`` also who answers for each pupil on ``day``, as far as the actor's scope shows them.
    """
    given = {"class": school_class.pk} | ({"day": day} if families else {})
    with connection.cursor() as cursor:
        cursor.execute(_WITH if families else _WITHOUT, given)
        found = {row[0]: Registered(*row) for row in cursor.fetchall()}
    return list(found.values())
