"""The register (sổ đăng bộ) of a school: a view over its numbers, people, places in classes and events. One query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.dates import as_known
from khuevan.kernel.text import fold
from khuevan.registry.isolation.api import among

from ..models import LifeEvent, RegisterLine
from ..rules.moves import REASONS

_SQL = """
WITH lines AS (
  SELECT l.student_id, min(l.number) AS number, min(l.entered_on) AS entered_on
  FROM register_registerline l WHERE l.school_id = %(school)s GROUP BY 1
), chosen AS (
  SELECT l.*, p.uid, p.code, p.full_name, p.sex, p.birth_year, p.birth_month, p.birth_day, p.birth_place, p.ethnicity,
    count(*) OVER () AS total
  FROM lines l JOIN people_person p ON p.id = l.student_id
  WHERE (%(year)s::int IS NULL OR EXISTS (SELECT FROM enrolment_enrolment e
      WHERE e.school_id = %(school)s AND e.student_id = l.student_id AND e.year = %(year)s))
    AND (%(state)s = '' OR (%(state)s = 'here') = EXISTS (SELECT FROM people_affiliation a
      WHERE a.school_id = %(school)s AND a.person_id = l.student_id AND a.kind = 'pupil' AND a.valid_to IS NULL))
    AND (%(number)s::int IS NULL OR l.number = %(number)s)
    AND (%(code)s = '' OR p.code = %(code)s)
    AND NOT EXISTS (SELECT FROM unnest(%(words)s::text[]) AS w
      WHERE p.search_key NOT LIKE w || '%%' AND p.search_key NOT LIKE '%% ' || w || '%%')
  ORDER BY l.number LIMIT %(limit)s OFFSET %(offset)s
)
SELECT c.student_id, c.number, c.uid, c.code, c.full_name, c.sex, c.birth_year, c.birth_month, c.birth_day,
  c.birth_place, c.ethnicity, c.entered_on, coalesce(came.kind, ''), coalesce(came.place, ''), coalesce(now.name, ''),
  went.kind, went.on, went.reason_code, went.reason, went.place,
  ARRAY(SELECT ARRAY[g.relation, q.full_name] FROM people_guardianship g JOIN people_person q ON q.id = g.guardian_id
    WHERE g.student_id = c.student_id AND g.valid_to IS NULL ORDER BY g.id), c.total
FROM chosen c
LEFT JOIN LATERAL (
  SELECT v.kind, coalesce(u.name, v.other_place) AS place FROM register_lifeevent v
  LEFT JOIN units_unit u ON u.id = v.other_school_id
  WHERE v.school_id = %(school)s AND v.student_id = c.student_id AND v.undone_at IS NULL
    AND v.kind IN ('enrol', 'transfer_in', 'return') ORDER BY v."on", v.id LIMIT 1
) came ON true
LEFT JOIN LATERAL (
  SELECT * FROM (
    SELECT v.kind, v."on", v.reason_code, v.reason, coalesce(u.name, v.other_place) AS place FROM register_lifeevent v
    LEFT JOIN units_unit u ON u.id = v.other_school_id
    WHERE v.school_id = %(school)s AND v.student_id = c.student_id AND v.undone_at IS NULL
    ORDER BY v."on" DESC, v.id DESC LIMIT 1
  ) last WHERE last.kind IN ('transfer_out', 'leave', 'complete', 'death')
) went ON true
LEFT JOIN LATERAL (
  SELECT k.name FROM enrolment_enrolment e JOIN enrolment_schoolclass k ON k.id = e.school_class_id
  WHERE e.school_id = %(school)s AND e.student_id = c.student_id AND (%(year)s::int IS NULL OR e.year = %(year)s)
  ORDER BY e.year DESC, e.starts_on DESC LIMIT 1
) now ON true
ORDER BY c.number"""


class Registered(NamedTuple):
    """A line of the register. ``came``, ``went``: `LifeEvent.Kind`; ``went_*`` are None for who is there.

    ``guardians``: relation and name of each.
    """

    id: int
    number: int
    uid: UUID
    code: str
    name: str
    sex: int
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    birth_place: str
    ethnicity: str
    entered_on: date
    came: str
    came_from: str
    class_name: str
    went: str | None
    went_on: date | None
    went_code: str | None
    went_reason: str | None
    went_to: str | None
    guardians: list[list[str]]
    total: int

    @property
    def born(self) -> str:
        """The birth date as far as it is known."""
        return as_known(self.birth_year, self.birth_month, self.birth_day)

    @property
    def said_why(self) -> str:
        """Why somebody left: the event, the Ministry's reason, what was written."""
        kind = _(str(LifeEvent.Kind(self.went).label)) if self.went else ""
        return ". ".join(filter(None, [kind, REASONS.get(self.went_code or "", ""), self.went_reason]))

    def parent(self, relation: str) -> str:
        """The name of the father, the mother or another guardian, or ""."""
        return next((name for kind, name in self.guardians if kind == relation), "")


@dataclass(frozen=True)
class Wanted:
    """Which lines: those in a class in ``year``, "here" or "left", and a name, a code or a number."""

    year: int | None = None
    state: str = ""
    text: str = ""


def register_lines(school_id: int, wanted: Wanted, limit: int | None = None, offset: int = 0) -> list[Registered]:
    """Lines by number."""
    given = {"school": school_id, "year": wanted.year, "state": wanted.state, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given | _searched(wanted.text))
        return [Registered(*row) for row in cursor.fetchall()]


def _searched(text: str) -> dict[str, Any]:
    """A number, a lifetime code, or words of a name."""
    text = text.strip()[:80]
    if text.isascii() and text.isdigit() and len(text) < 9:
        return {"number": int(text), "code": "", "words": []}
    if any(sign.isdigit() for sign in text):
        return {"number": None, "code": text.upper().replace(" ", ""), "words": []}
    plain = fold(text).replace("\\", "").replace("%", "").replace("_", "")
    return {"number": None, "code": "", "words": plain.split()}


_WITHOUT = """
SELECT count(DISTINCT e.student_id) FROM enrolment_enrolment e WHERE e.school_id = %s AND NOT EXISTS (
  SELECT FROM register_registerline l WHERE l.school_id = e.school_id AND l.student_id = e.student_id)"""


def without_number(school_id: int) -> int:
    """How many who are or were in a class have no number yet."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [school_id])
        return int(cursor.fetchone()[0])


def in_register(school_id: int, pupils: Collection[int], year: int | None = None) -> frozenset[int]:
    """Those of the pupils who have a number: a list that made them is not undone any more. Nothing of a single year."""
    if year is not None:
        return frozenset()
    found = RegisterLine.objects.filter(school_id=school_id, student_id__in=among(pupils))
    return frozenset(found.values_list("student_id", flat=True))
