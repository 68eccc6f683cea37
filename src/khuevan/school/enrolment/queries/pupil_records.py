"""Pupils as a list knows them: two queries, however many they are."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.dates import PartialDate
from khuevan.kernel.text import search_text
from khuevan.platform.sheets.api import Record, Wanted
from khuevan.registry.people.api import plain_code, pupils_elsewhere

from ..adapters.pupil_layout import RELATIONS, code_kind, kept_code
from ..ports import held
from .years import working_year

_NAMED = """
SELECT coalesce(merged_into_id, id) AS id FROM people_person WHERE code = ANY(%(own)s)
UNION SELECT person_id FROM people_externalid WHERE valid_to IS NULL AND kind = 'own' AND value = ANY(%(own)s)
UNION SELECT person_id FROM people_externalid WHERE valid_to IS NULL AND kind <> 'citizen' AND value = ANY(%(codes)s)
UNION SELECT x.person_id FROM people_externalid x WHERE x.valid_to IS NOT NULL AND x.kind <> 'citizen'
  AND x.value = ANY(%(codes)s) AND NOT EXISTS (SELECT FROM people_externalid y
  WHERE y.valid_to IS NULL AND y.kind = x.kind AND y.value = x.value)
UNION SELECT person_id FROM people_externalid WHERE valid_to IS NULL AND kind = 'citizen' AND value = ANY(%(numbers)s)
UNION SELECT p.id FROM people_person p JOIN unnest(%(names)s::text[], %(years)s::int[]) AS n(name, year)
  ON p.search_key = n.name AND p.birth_year = n.year
  JOIN people_affiliation a ON a.person_id = p.id AND a.school_id = %(school)s AND a.kind = 'pupil'"""
_SEATED = """
SELECT e.student_id AS id FROM enrolment_enrolment e JOIN enrolment_schoolclass c
  ON c.school_id = e.school_id AND c.id = e.school_class_id
WHERE e.school_id = %(school)s AND e.year = %(year)s AND e.ends_on IS NULL AND (%(group)s = '' OR c.name = %(group)s)"""
_GUARDIANS = ", ".join(
    f"min(q.full_name) FILTER (WHERE g.relation = '{one}') AS {one},"
    f" min(q.phone) FILTER (WHERE g.relation = '{one}') AS {one}_phone"
    for one in RELATIONS
)
_FACTS = """
WITH found AS MATERIALIZED ({found})
SELECT p.id, p.code AS own, p.full_name, p.birth_year, p.birth_month, p.birth_day, p.sex, p.ethnicity, p.birth_place,
  p.phone, x.moet, x.temporary, x.vendor, x.citizen, s.name AS class, {relations},
  EXISTS (SELECT FROM people_affiliation a WHERE a.school_id = %(school)s AND a.person_id = p.id AND a.kind = 'pupil'),
  ARRAY(SELECT o.value FROM people_externalid o WHERE o.person_id = p.id AND (o.valid_to IS NOT NULL OR o.kind = 'own'))
FROM people_person p JOIN found f ON f.id = p.id
LEFT JOIN (SELECT person_id, min(value) FILTER (WHERE kind = 'moet') AS moet,
  min(value) FILTER (WHERE kind = 'temporary') AS temporary, min(value) FILTER (WHERE kind = 'vendor'
  AND value LIKE '%%@' || %(school)s) AS vendor, min(value) FILTER (WHERE kind = 'citizen') AS citizen
  FROM people_externalid WHERE valid_to IS NULL AND person_id IN (SELECT id FROM found) GROUP BY 1) x
  ON x.person_id = p.id
LEFT JOIN (SELECT e.student_id, e.number, c.grade, c.name FROM enrolment_enrolment e JOIN enrolment_schoolclass c
  ON c.school_id = e.school_id AND c.id = e.school_class_id
  WHERE e.school_id = %(school)s AND e.year = %(year)s AND e.ends_on IS NULL) s ON s.student_id = p.id
LEFT JOIN (SELECT g.student_id, {guardians} FROM people_guardianship g JOIN people_person q ON q.id = g.guardian_id
  WHERE g.valid_to IS NULL AND g.student_id IN (SELECT id FROM found) GROUP BY 1) g ON g.student_id = p.id
ORDER BY s.grade, length(s.name), s.name, s.number, p.sort_key"""
_RELATIONS = ", ".join(f"g.{one}, g.{one}_phone" for one in RELATIONS)
_PEOPLE = [name for one in RELATIONS for name in (one, f"{one}_phone")]


def wanted_records(school_id: int, wanted: Wanted) -> Iterable[Record]:
    """Everybody at the school whom a code, a number or a name with a year of birth might mean."""
    year = working_year(school_id)
    names = [(search_text(name), born) for name, born in wanted.names]
    about = {
        "own": [code for code in wanted.codes if code_kind(code) == "own"],
        "codes": [kept_code(school_id, code) for code in wanted.codes],
        "numbers": list(wanted.numbers),
        "names": [name for name, _born in names],
        "years": [born for _name, born in names],
    }
    rows = _rows(_NAMED, school_id, year, about)
    seated = {row[0] for row in rows if row[14]}
    away = pupils_elsewhere([row[0] for row in rows if row[0] not in seated])
    keeps = held(school_id, seated, year)
    kinds = {code_kind(code) for code in wanted.codes}
    for row in rows:
        yield _record(row, _code_asked(row, school_id, wanted.codes, kinds), row[0] in away, keeps.get(row[0], ""))


def seated_records(school_id: int, group: str = "") -> Iterable[Record]:
    """The pupils of the working year in the order of grades, classes and lists; ``group``: one class."""
    for row in _rows(_SEATED, school_id, working_year(school_id), {"group": group}):
        yield _record(row, row[10] or _plain(row[11]) or _plain(row[12]) or row[1], False, "")


def _rows(found: str, school_id: int, year: int, about: dict[str, Any]) -> list[tuple[Any, ...]]:
    sql = _FACTS.format(found=found, relations=_RELATIONS, guardians=_GUARDIANS)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"school": school_id, "year": year, **about})
        return cursor.fetchall()


def _plain(kept: str | None) -> str | None:
    """A code without its school."""
    return plain_code(kept) if kept else None


def _code_asked(row: tuple[Any, ...], school_id: int, codes: frozenset[str], kinds: set[str]) -> str | None:
    """The code to compare with: one that the list names, be it a former one, else one of a kind that the list uses.

    Who has a number of the Ministry and none of the school's software is nobody else for that.
    """
    by_kind = {"moet": row[10], "temporary": _plain(row[11]), "vendor": _plain(row[12]), "own": row[1]}
    asked = next((code for code in [*by_kind.values(), *map(_plain, row[22])] if code in codes), None)
    return asked or next((code for kind, code in by_kind.items() if code and kind in kinds and kind != "own"), None)


def _record(row: tuple[Any, ...], code: str | None, away: bool, kept: str) -> Record:
    birth = PartialDate(*row[3:6]) if row[3] else None
    values = {
        "code": code,
        "number": row[13],
        "name": row[2],
        "birth": birth.iso if birth else None,
        "sex": row[6] or None,
        "ethnicity": row[7] or None,
        "birth_place": row[8] or None,
        "phone": row[9] or None,
        "class": row[14],
        **{name: value or None for name, value in zip(_PEOPLE, row[15:21], strict=True)},
    }
    blocked = _("Em này đang học ở trường khác.") if away else ""
    if not row[21]:
        blocked = _("Số này là của một người không phải học sinh của trường.")
    why = _("Em đã có %(what)s ở lớp %(class)s năm nay nên không chuyển lớp bằng danh sách.")
    fixed = {"class": why % {"what": _(kept), "class": row[14]}} if kept else {}
    return Record(row[0], values, f"{row[2]}, {birth}" if birth else row[2], row[14] or "", blocked, fixed)
