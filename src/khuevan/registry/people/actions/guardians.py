"""Guardians of many pupils at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from khuevan.kernel.text import search_text

from .bulk import Facts, Kept, affiliate, change_people, made, make_people

_OPEN = """
SELECT g.id, g.student_id, g.relation, g.guardian_id, p.search_key
FROM people_guardianship g JOIN people_person p ON p.id = g.guardian_id
WHERE g.valid_to IS NULL AND g.student_id = ANY(%s) ORDER BY g.id"""
_KNOWN = """
SELECT p.search_key, p.phone, min(p.id) FROM people_person p
JOIN people_affiliation a ON a.person_id = p.id AND a.school_id = %s AND a.kind = 'guardian'
WHERE p.phone = ANY(%s) GROUP BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Tie:
    """Who answers for a pupil. ``name`` "" means whoever does now; ``phone`` "" leaves it."""

    student: int
    relation: str
    name: str
    phone: str = ""


def tie_guardians(school_id: int, day: date, ties: Sequence[Tie], fresh: Collection[int] = frozenset()) -> list[Kept]:
    """Let these people answer for these pupils from a day on. The same name is the same person, who gets the phone;
    another name takes the place of who had the relation. Somebody whom the school knows by name and phone is not made
    anew. ``fresh``: pupils for whom nobody can answer yet."""
    if not ties:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [sorted({one.student for one in ties}.difference(fresh))])
        there = {(row[1], row[2]): (row[0], row[3], row[4]) for row in cursor.fetchall()}
    changed: dict[int, Facts] = {}
    ended: list[int] = []
    new: list[Tie] = []
    for one in ties:
        found = there.get((one.student, one.relation))
        if found and (not one.name or search_text(one.name) == found[2]):
            changed[found[1]] = Facts(one.name, phone=one.phone)
        elif one.name:
            ended += [found[0]] if found else []
            new.append(one)
    return change_people(changed) + _end(day, ended) + _tie(school_id, day, new)


def _end(day: date, rows: list[int]) -> list[Kept]:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_guardianship SET valid_to = greatest(%s::date, valid_from) WHERE id = ANY(%s)", [day, rows]
        )
    return [Kept("guardianship", row, {"valid_to": None}) for row in rows]


def _tie(school_id: int, day: date, ties: list[Tie]) -> list[Kept]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [school_id, sorted({one.phone for one in ties if one.phone})])
        known = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
    people: dict[tuple[object, ...], Facts] = {}
    keys = [_key(place, one) for place, one in enumerate(ties)]
    for key, one in zip(keys, ties, strict=True):
        if key not in known:
            people[key] = Facts(one.name, sex={"father": 1, "mother": 2}.get(one.relation, 0), phone=one.phone)
    ids, kept = make_people(school_id, "guardian", day, list(people.values()))
    who = known | dict(zip(people, ids, strict=True))
    kept += affiliate(school_id, "guardian", day, sorted({who[key] for key in keys} - set(ids)))
    pairs = {(who[key], one.student): one.relation for key, one in zip(keys, ties, strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_guardianship (guardian_id, student_id, relation, valid_from)"
            " SELECT g, s, r, %s FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS t(g, s, r)"
            " ON CONFLICT (guardian_id, student_id, valid_from) DO NOTHING RETURNING id",
            [day, [pair[0] for pair in pairs], [pair[1] for pair in pairs], list(pairs.values())],
        )
        return kept + made("guardianship", [row[0] for row in cursor.fetchall()])


def _key(place: int, one: Tie) -> tuple[object, ...]:
    """Brothers and sisters have one mother: the same name and phone; without a phone nobody knows."""
    return (search_text(one.name), one.phone) if one.phone else (place, one.student)
