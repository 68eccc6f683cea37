"""Many people at once, in a few statements however many they are. What is done can be taken back, row by row.

All functions run in the caller's transaction and scope; who may call them is the caller's business.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from khuevan.kernel.dates import parse_partial_date
from khuevan.kernel.ids import new_person_code, uuid7
from khuevan.kernel.text import search_text, sort_key
from khuevan.registry.isolation.api import copied

_FIELDS = ("full_name", "sort_key", "search_key", "sex", "birth_year", "birth_month", "birth_day", "ethnicity",
           "birth_place", "phone")  # fmt: skip
_TYPES = ("text", "text", "text", "smallint", "smallint", "smallint", "smallint", "text", "text", "text")
_NAMES = ", ".join(_FIELDS)
_COLUMNS = ", ".join(f"{name} {kind}" for name, kind in zip(_FIELDS, _TYPES, strict=True))
_BIRTH = ("birth_year", "birth_month", "birth_day")
_TRIES, _AT_ONCE = 6, 5_000
_TITLES = """
SELECT a.id, a.title, g.title FROM people_affiliation a JOIN titles_given g ON g.person = a.person_id
WHERE a.school_id = %s AND a.kind = %s AND a.valid_to IS NULL AND a.title <> g.title FOR UPDATE OF a"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that were made (``before`` is None), from ``row`` to ``last``, or one that changed (what it was)."""

    table: str
    row: int
    before: dict[str, Any] | None = None
    last: int | None = None


def made(table: str, rows: Iterable[int]) -> list[Kept]:
    """Rows that were made. One statement numbers its rows one after the other, so that few entries say it all."""
    kept: list[Kept] = []
    first = last = None
    for row in sorted(rows):
        if last is not None and row == last + 1:
            last = row
            continue
        if first is not None:
            kept.append(Kept(table, first, None, last))
        first = last = row
    return kept if first is None else [*kept, Kept(table, first, None, last)]


def made_rows(kept: Iterable[Kept], table: str) -> list[int]:
    """The ids of the rows of a table that were made."""
    runs = (one for one in kept if one.before is None and one.table == table)
    return [row for one in runs for row in range(one.row, (one.row if one.last is None else one.last) + 1)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody; "" and 0 for nothing. ``birth``: ``2014-05-07``, ``2014-05`` or ``2014``."""

    full_name: str = ""
    sex: int = 0
    birth: str = ""
    ethnicity: str = ""
    birth_place: str = ""
    phone: str = ""


def _values(one: Facts) -> tuple[Any, ...]:
    birth = parse_partial_date(one.birth) if one.birth else None
    parts = (birth.year, birth.month, birth.day) if birth else (None, None, None)
    keys = (sort_key(one.full_name), search_text(one.full_name)) if one.full_name else ("", "")
    return (one.full_name, *keys, one.sex, *parts, one.ethnicity, one.birth_place, one.phone)


def make_people(school_id: int, kind: str, since: date, people: Sequence[Facts]) -> tuple[list[int], list[Kept]]:
    """New people known at a school as ``kind`` (`Affiliation.Kind`); their ids in the same order."""
    if not people:
        return [], []
    rows = ((place, uuid7(), new_person_code(), *_values(one)) for place, one in enumerate(people))
    with copied("people_new", f"place int, uid uuid, code text, {_COLUMNS}", rows) as cursor:
        for _ in range(_TRIES):
            cursor.execute(
                f"INSERT INTO people_person (uid, code, {_NAMES}, school_ids, staff_ids)"  # noqa: S608 - our own names
                f" SELECT uid, code, {_NAMES}, ARRAY[%s]::bigint[], '{{}}' FROM people_new n"
                " WHERE NOT EXISTS (SELECT FROM people_person p WHERE p.uid = n.uid) ORDER BY n.place"
                " ON CONFLICT (code) DO NOTHING",
                [school_id],
            )
            if cursor.rowcount == 0 or _all_there(cursor):
                break
        cursor.execute("SELECT p.id FROM people_new n JOIN people_person p ON p.uid = n.uid ORDER BY n.place")
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) != len(people):
        raise RuntimeError(f"made {len(ids)} of {len(people)} people")
    return ids, made("person", ids) + affiliate(school_id, kind, since, ids)


def _all_there(cursor: Any) -> bool:
    """Whether nobody's random code was taken; whose was gets another."""
    cursor.execute("SELECT place FROM people_new n WHERE NOT EXISTS (SELECT FROM people_person p WHERE p.uid = n.uid)")
    left = [(row[0], new_person_code()) for row in cursor.fetchall()]
    for place, code in left:
        cursor.execute("UPDATE people_new SET code = %s WHERE place = %s", [code, place])
    return not left


def affiliate(school_id: int, kind: str, since: date, people: Iterable[int]) -> list[Kept]:
    """Let a school know people as ``kind`` from a day on, unless it does now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_affiliation (school_id, person_id, kind, title, valid_from)"
            " SELECT %s, p, %s, '', %s FROM unnest(%s::bigint[]) AS p"
            " WHERE NOT EXISTS (SELECT FROM people_affiliation a"
            " WHERE a.school_id = %s AND a.person_id = p AND a.kind = %s AND a.valid_to IS NULL) RETURNING id",
            [school_id, kind, since, list(people), school_id, kind],
        )
        return made("affiliation", [row[0] for row in cursor.fetchall()])


def end_affiliations(school_id: int, kind: str, day: date, people: Iterable[int]) -> list[Kept]:
    """People are known at a school as ``kind`` until the day before ``day``; what the school kept of them stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_affiliation SET valid_to = greatest(%s::date - 1, valid_from)"
            " WHERE school_id = %s AND kind = %s AND valid_to IS NULL AND person_id = ANY(%s) RETURNING id",
            [day, school_id, kind, list(people)],
        )
        return [Kept("affiliation", row[0], {"valid_to": None}) for row in cursor.fetchall()]


def change_people(changes: Mapping[int, Facts]) -> list[Kept]:
    """New facts for people, by id; what is blank stays."""
    if not changes:
        return []
    rows = ((person, *_values(one)) for person, one in changes.items())
    with copied("people_changed", f"person bigint, {_COLUMNS}", rows) as cursor:
        cursor.execute(
            f"SELECT p.id, {', '.join(f'p.{name}' for name in _FIELDS)} FROM people_person p"  # noqa: S608
            " JOIN people_changed c ON c.person = p.id FOR UPDATE OF p"
        )
        kept = [Kept("person", row[0], dict(zip(_FIELDS, row[1:], strict=True))) for row in cursor.fetchall()]
        texts = [
            f"{name} = coalesce(nullif(c.{name}, ''), p.{name})" for name in _FIELDS if name not in (*_BIRTH, "sex")
        ]
        births = [f"{name} = CASE WHEN c.birth_year IS NULL THEN p.{name} ELSE c.{name} END" for name in _BIRTH]
        sets = ", ".join([*texts, *births, "sex = coalesce(nullif(c.sex, 0), p.sex)"])
        cursor.execute(f"UPDATE people_person p SET {sets} FROM people_changed c WHERE c.person = p.id")  # noqa: S608
    return kept


def give_numbers(day: date, source: str, numbers: Iterable[tuple[int, str, str]]) -> list[Kept]:
    """Numbers of others for people: (person, `ExternalId.Kind`, value). Another one of the kind ends on ``day``; a
    number of the sector database also ends a temporary one."""
    with copied("people_given", "person bigint, kind text, value text", numbers) as cursor:
        cursor.execute(
            "UPDATE people_externalid x SET valid_to = greatest(%s::date, x.valid_from) FROM people_given g"
            " WHERE x.person_id = g.person AND x.valid_to IS NULL AND ((x.kind = g.kind AND x.value <> g.value)"
            " OR (g.kind = 'moet' AND x.kind = 'temporary')) RETURNING x.id",
            [day],
        )
        kept = [Kept("externalid", row[0], {"valid_to": None}) for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO people_externalid (person_id, kind, value, source, valid_from)"
            " SELECT person, kind, value, %s, %s FROM people_given g WHERE NOT EXISTS (SELECT FROM people_externalid x"
            " WHERE x.person_id = g.person AND x.kind = g.kind AND x.valid_to IS NULL) RETURNING id",
            [source[:60], day],
        )
        return kept + made("externalid", [row[0] for row in cursor.fetchall()])


def take_back(kept: Sequence[Kept], far: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Undo rows that the functions here made or changed; ``kept`` has the last one first.

    ``far`` hears how many people are gone, of how many. That takes longest, because PostgreSQL asks every table that
    points to people about each of them; some at a time, and at once instead of at the end of the transaction, so that
    the questions are not all held in memory.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("guardianship", "externalid", "affiliation"):
            cursor.execute(f"DELETE FROM people_{table} WHERE id = ANY(%s)", [made_rows(kept, table)])  # noqa: S608
    for table in ("externalid", "guardianship"):
        _reopen(table, [one.row for one in kept if one.table == table and one.before is not None])
    known = [(one.row, one.before) for one in kept if one.table == "affiliation" and one.before is not None]
    _reopen("affiliation", [row for row, before in known if "valid_to" in before])
    _retitle((row, before["title"]) for row, before in known if "title" in before)
    _restore([one for one in kept if one.table == "person" and one.before is not None])
    gone = made_rows(kept, "person")
    with connection.cursor() as cursor:
        for start in range(0, len(gone), _AT_ONCE):
            cursor.execute("DELETE FROM people_person WHERE id = ANY(%s)", [gone[start : start + _AT_ONCE]])
            far(min(start + _AT_ONCE, len(gone)), len(gone))


def _reopen(table: str, rows: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_{table} SET valid_to = NULL WHERE id = ANY(%s)", [rows])  # noqa: S608


def entitle(school_id: int, kind: str, titles: Mapping[int, str]) -> list[Kept]:
    """What people are at a school, who are known there now: person → title."""
    with copied("titles_given", "person bigint, title text", titles.items()) as cursor:
        cursor.execute(_TITLES, [school_id, kind])
        found = cursor.fetchall()
    _retitle([(row, title) for row, _old, title in found])
    return [Kept("affiliation", row, {"title": old}) for row, old, _title in found]


def _retitle(titles: Iterable[tuple[int, str]]) -> None:
    with copied("titles", "id bigint, title text", titles) as cursor:
        cursor.execute("UPDATE people_affiliation a SET title = t.title FROM titles t WHERE a.id = t.id")


def _restore(kept: list[Kept]) -> None:
    before = {one.row: one.before for one in kept if one.before is not None}
    rows = ((person, *(facts[name] for name in _FIELDS)) for person, facts in before.items())
    sets = ", ".join(f"{name} = b.{name}" for name in _FIELDS)
    with copied("people_before", f"person bigint, {_COLUMNS}", rows) as cursor:
        cursor.execute(f"UPDATE people_person p SET {sets} FROM people_before b WHERE b.person = p.id")  # noqa: S608
