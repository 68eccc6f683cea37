"""Who at a school has which code, and who still lacks the Ministry's."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from khuevan.kernel.dates import PartialDate
from khuevan.registry.people.api import code_kind, kept_code, plain_code

_OF_SCHOOL = """
SELECT DISTINCT a.person_id FROM people_affiliation a
WHERE a.school_id = %(school)s AND a.kind IN ('pupil', 'staff') AND a.valid_to IS NULL"""
_BEARERS = f"""
SELECT p.code, p.id, p.uid, p.full_name FROM people_person p
WHERE p.code = ANY(%(own)s) AND p.merged_into_id IS NULL AND p.id IN ({_OF_SCHOOL})
UNION ALL SELECT x.value, p.id, p.uid, p.full_name FROM people_externalid x JOIN people_person p ON p.id = x.person_id
WHERE x.valid_to IS NULL AND x.kind <> 'citizen' AND x.value = ANY(%(kept)s) AND p.id IN ({_OF_SCHOOL})"""  # noqa: S608 - our own SQL
_MOET = """
SELECT x.value, p.id, p.uid, p.full_name FROM people_externalid x JOIN people_person p ON p.id = x.person_id
WHERE x.valid_to IS NULL AND x.kind = 'moet' AND (x.value = ANY(%s) OR x.person_id = ANY(%s))"""
_WITHOUT = f"""
FROM people_person p WHERE p.id IN ({_OF_SCHOOL}) AND p.merged_into_id IS NULL
  AND NOT EXISTS (SELECT FROM people_externalid x
    WHERE x.person_id = p.id AND x.kind = 'moet' AND x.valid_to IS NULL)"""
_LISTED = f"""
SELECT p.id, p.uid, p.full_name, p.code, p.birth_year, p.birth_month, p.birth_day,
  (SELECT min(x.value) FROM people_externalid x
    WHERE x.person_id = p.id AND x.kind = 'temporary' AND x.valid_to IS NULL)
{_WITHOUT} ORDER BY 8 NULLS LAST, p.sort_key, p.id LIMIT %(limit)s OFFSET %(skip)s"""  # noqa: S608 - our own SQL


@dataclass(frozen=True)
class Bearer:
    """Somebody who has a code."""

    id: int
    uid: UUID
    name: str


@dataclass(frozen=True)
class Without:
    """Somebody of the school without the Ministry's code; ``code`` is the temporary one, or our own."""

    id: int
    uid: UUID
    name: str
    code: str
    birth: PartialDate | None
    temporary: bool


def bearers(school_id: int, codes: Collection[str]) -> dict[str, Bearer]:
    """People who are at the school now, by a code that is theirs; one query."""
    kept = {kept_code(school_id, code.upper() if code_kind(code) == "temporary" else code): code for code in codes}
    kept |= {kept_code(school_id, code): code for code in codes}
    about = {"school": school_id, "own": list(codes), "kept": [*kept, *codes]}
    with connection.cursor() as cursor:
        cursor.execute(_BEARERS, about)
        return {kept.get(row[0], plain_code(row[0])): Bearer(*row[1:]) for row in cursor.fetchall()}


def moet_codes(codes: Collection[str], people: Collection[int]) -> tuple[dict[str, Bearer], dict[int, str]]:
    """Who in scope has one of the Ministry's codes, and which of them each of ``people`` has; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_MOET, [list(codes), list(people)])
        rows = cursor.fetchall()
    return {row[0]: Bearer(*row[1:]) for row in rows}, {row[1]: row[0] for row in rows}


def count_without(school_id: int) -> int:
    """How many people of a school have no code of the Ministry."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_WITHOUT}", {"school": school_id})
        return int(cursor.fetchone()[0])


def without_code(school_id: int, skip: int, limit: int) -> list[Without]:
    """Those people, temporary codes first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {"school": school_id, "skip": skip, "limit": limit})
        return [
            Without(
                row[0],
                row[1],
                row[2],
                plain_code(row[7] or row[3]),
                PartialDate(*row[4:7]) if row[4] else None,
                row[7] is not None,
            )
            for row in cursor.fetchall()
        ]
