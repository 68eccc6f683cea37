"""Records that look like one pupil: for somebody new, and pairs of a year of birth. By index, in three queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from khuevan.kernel.text import fold, search_text

from ..rules.likeness import POSSIBLE, Side, likeness, near_years
from .known import Known, found, known

MOST = 20
"""So many likely ones are enough to look at."""
_NEAR = """(p.birth_month IS NULL OR %(month)s::int IS NULL OR p.birth_month IN (%(month)s, %(day)s)
  OR p.birth_day = %(day)s) AND (p.birth_day IS NULL OR %(day)s::int IS NULL OR p.birth_month = %(month)s
  OR p.birth_day = %(day)s OR (p.birth_month, p.birth_day) = (%(day)s, %(month)s))"""
_GIVEN = "split_part(p.search_key, ' ', greatest(cardinality(string_to_array(p.search_key, ' ')) / 2, 1))"
_NAMED = f"""(split_part(p.search_key, ' ', 1) IN (%(family)s, %(given)s) AND left({_GIVEN}, 1) = left(%(given)s, 1)
  OR {_GIVEN} = %(given)s OR {_GIVEN} = %(family)s OR split_part(p.search_key, ' ', 1) = %(given)s)"""
_ALIKE = f"""p.id IN (
  SELECT people_alike(people_likeness(%(search)s, %(year)s, %(month)s, %(day)s) || %(swapped)s::text[]
    || people_likeness_years(%(search)s, %(years)s)))
  AND {_NEAR} AND {_NAMED} LIMIT 500"""
_PAIRS = """
WITH pupil AS MATERIALIZED (
  SELECT p.id, p.birth_month AS m, p.birth_day AS d, split_part(p.search_key, ' ', 1) AS family,
    (string_to_array(p.search_key, ' '))[greatest(cardinality(string_to_array(p.search_key, ' ')) / 2, 1)] AS given,
    people_likeness(p.search_key, p.birth_year, p.birth_month, p.birth_day) AS keys
  FROM people_person p WHERE p.birth_year IS NOT NULL AND p.birth_year = %s AND p.merged_into_id IS NULL
    AND EXISTS (SELECT FROM people_affiliation a WHERE a.person_id = p.id AND a.kind = 'pupil')
), keyed AS MATERIALIZED (
  SELECT id, m, d, family, given, unnest(keys[1:2]) AS key FROM pupil
  UNION ALL SELECT id, m, d, family, given, least(m, d) || '-' || greatest(m, d) FROM pupil WHERE d IS NOT NULL
)
SELECT DISTINCT a.id, b.id FROM keyed a JOIN keyed b ON a.key = b.key AND a.id < b.id
WHERE (a.m IS NULL OR b.m IS NULL OR a.m IN (b.m, b.d) OR a.d = b.d)
  AND (a.d IS NULL OR b.d IS NULL OR a.m = b.m OR a.d = b.d OR (a.m, a.d) = (b.d, b.m))
  AND (a.given = b.given OR a.family = b.family AND left(a.given, 1) = left(b.given, 1)
    OR a.family = b.given OR a.given = b.family)"""
_OTHER_YEARS = """
SELECT least(a.id, b.id), greatest(a.id, b.id) FROM people_person a
JOIN people_person b ON (b.search_key, b.birth_month, b.birth_day) = (a.search_key, a.birth_month, a.birth_day)
WHERE a.birth_year = %(year)s AND b.birth_year = ANY(%(later)s)
  AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
  AND EXISTS (SELECT FROM people_affiliation x WHERE x.person_id = a.id AND x.kind = 'pupil')
  AND EXISTS (SELECT FROM people_affiliation x WHERE x.person_id = b.id AND x.kind = 'pupil')"""
"""One name on one day of the year, in a later year that is easily written for this one."""


@dataclass(frozen=True)
class Match:
    """Somebody who may be the one that was asked about."""

    person: Known
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """``matches`` within the asker's scope, the likeliest first; ``elsewhere``: there may be one at another school."""

    matches: list[Match]
    elsewhere: bool = False


def look_for(sought: Side, *, beyond: bool, leave_out: int | None = None) -> Found:
    """Who in the asker's scope may be ``sought``; two queries. With ``beyond`` a third asks whether somebody outside it
    may be, who and where remain unknown. Without a year of birth nobody is found."""
    if sought.birth is None:
        return Found([])
    year, month, day = sought.birth
    words = fold(sought.full_name).split() or [""]
    about: dict[str, Any] = {"search": search_text(sought.full_name), "year": year, "month": month, "day": day}
    about |= {"family": words[0], "given": words[-1], "swapped": [f"d{year}-{day}-{month}"] if day else []}
    about["years"] = _years(sought)
    matches = []
    for one in found(_ALIKE, about):
        like = likeness(sought, one.side)
        if like.score >= POSSIBLE and one.id != leave_out:
            matches.append(Match(one, like.score, like.reasons))
    matches.sort(key=lambda match: (-match.score, match.person.id))
    return Found(matches[:MOST], beyond and _elsewhere(about, sought))


def _years(sought: Side) -> list[int]:
    """Other years to look under: where the whole day is known and somebody answers for the pupil."""
    whole = sought.birth and sought.birth[2] and (sought.guardians or sought.phone)
    return list(near_years(sought.birth[0])) if sought.birth and whole else []


def _elsewhere(about: dict[str, object], sought: Side) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_alike_elsewhere(%s, %s, %s, %s, %s, %s, %s)",
            [*(about[key] for key in ("search", "year", "month", "day")), sorted(sought.guardian_names),
             sorted(sought.phones), about["years"]],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])


def pairs_of_year(year: int) -> Iterator[tuple[int, int, int, tuple[str, ...]]]:
    """Pairs of pupils that may be one, born in a year, or one in it and one a slip later: ids, score, reasons.

    Four queries, however many there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [year])
        pairs = cursor.fetchall()
        cursor.execute(_OTHER_YEARS, {"year": year, "later": [one for one in near_years(year) if one > year]})
        pairs += cursor.fetchall()
    people = known({one for pair in pairs for one in pair})
    for first, second in pairs:
        like = likeness(people[first].side, people[second].side)
        if like.score >= POSSIBLE:
            yield first, second, like.score, like.reasons


def birth_years() -> list[int]:
    """All years in which pupils in scope were born, by index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.birth_year FROM people_person p JOIN people_affiliation a ON a.person_id = p.id"
            " WHERE a.kind = 'pupil' AND p.birth_year IS NOT NULL ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]
