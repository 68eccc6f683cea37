"""Lists of how complete schools and units are, as counted last; of schools the database gives a page at a time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold, sort_key
from khuevan.registry.units.api import groups_on, places_on

from ..rules.held import number_key
from ..rules.weights import SCORE_SQL, percent, score_tenths


class SchoolScore(NamedTuple):
    """A line of the list over schools or units, as counted last; ``complete`` in percent. ``id`` 0: no single unit."""

    id: int
    name: str
    schools: int
    people: int
    due: int
    missing: int
    clean: int
    no_number: int

    @property
    def tenths(self) -> int | None:
        """The score, 0 to 1000."""
        return score_tenths(self.people, self.due, self.missing, self.clean)

    @property
    def complete(self) -> int:
        """Weighed share of the answers that are there, in percent, half up."""
        return percent(self.due - self.missing, self.due) or 0

    @property
    def wrong(self) -> int:
        """People with contradictions."""
        return self.people - self.clean


class Order(NamedTuple):
    """What a list is sorted by, small first: of a line, and of a row of ``profiles_score``."""

    of: Callable[[SchoolScore], int]
    sql: str


_NO_NUMBER = "coalesce((counts ->> %(number)s)::bigint, 0)"
ORDERS: Mapping[str, Order] = {
    "score": Order(lambda one: 1001 if one.tenths is None else one.tenths, f"coalesce({SCORE_SQL}, 1001)"),
    "complete": Order(
        lambda one: one.complete,
        "CASE WHEN due > 0 THEN (200 * (due - missing) + due) / (2 * due) ELSE 0 END",
    ),
    "number": Order(lambda one: -one.no_number, f"-{_NO_NUMBER}"),
    "wrong": Order(lambda one: -one.wrong, "clean - people"),
    "name": Order(lambda one: 0, "0"),
}
"""What a list of schools is sorted by; equal ones by name."""
_COUNTED = "SELECT count(*), min(counted_at) FROM profiles_score WHERE kind = %(kind)s"
_NAMES = """
SELECT s.school_id, u.name FROM profiles_score s JOIN units_unit u ON u.id = s.school_id WHERE s.kind = %(kind)s"""
_SUMMED = f"""
SELECT school_id, 1, people, due, missing, clean, {_NO_NUMBER} FROM profiles_score WHERE kind = %(kind)s"""  # noqa: S608
# The order of equal names is Vietnamese, which the database does not know: all that are equal to one of the page come.
_PAGE = f"""
SELECT school_id, (SELECT name FROM units_unit u WHERE u.id = school_id), 1, people, due, missing, clean, {_NO_NUMBER},
  first FROM (
  SELECT *, rank() OVER by_value - 1 AS first, count(*) OVER by_value AS beyond
  FROM (SELECT *, {{value}} AS value FROM profiles_score WHERE kind = %(kind)s {{among}}) s
  WINDOW by_value AS (ORDER BY value)
) r WHERE first < %(end)s AND beyond > %(start)s"""  # noqa: S608


class Schools:
    """The schools of a list in its order, in slices, as Django's ``Paginator`` takes them; one query a slice."""

    def __init__(self, kind: str, sort: str, number: int, among: Iterable[int] | None = None) -> None:
        """``number``: how many there are; ``among``: these alone."""
        self.number = number
        self.given = {"kind": kind, "number": number_key(kind), "among": None if among is None else list(among)}
        self.sql = _PAGE.format(value=ORDERS[sort].sql, among="" if among is None else "AND school_id = any(%(among)s)")
        self.sort = sort

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[SchoolScore]:
        start, end, _step = part.indices(self.number)
        rows = _asked(self.sql, self.given | {"start": start, "end": end})
        before = min((row[-1] for row in rows), default=0)
        return in_order((SchoolScore(*row[:-1]) for row in rows), self.sort)[start - before : end - before]


def counted(kind: str) -> tuple[int, datetime | None]:
    """How many schools in scope have been counted, and when the first of them; one query."""
    number, at = _asked(_COUNTED, {"kind": kind})[0]
    return number, at


def looked_for(kind: str, text: str) -> list[int]:
    """Those in whose name or commune of today every word stands, with or without accents; two queries."""
    names, words, day = dict(_asked(_NAMES, {"kind": kind})), fold(text).split(), today()
    places = places_on(names, day, day, "commune")
    return [one for one, name in names.items() if all(word in fold(f"{name} {places[one][1]}") for word in words)]


def in_order(scores: Iterable[SchoolScore], sort: str) -> list[SchoolScore]:
    """By one of `ORDERS`, equal ones by name."""
    by_name = sorted(scores, key=lambda one: (_place(one.name), one.id))
    return sorted(by_name, key=ORDERS[sort].of)


def unit_scores(
    kind: str, boundaries: date, by: str, sort: str, among: Iterable[int] | None = None
) -> list[SchoolScore]:
    """Scores by unit, one of `units.GROUPINGS`, with the boundaries of a day; what is in no single one last.

    ``sort``: one of `ORDERS`, equal ones by name; ``among``: of these schools alone. Two queries.
    """
    rows = {school: row for school, *row in _asked(_SUMMED, {"kind": kind, "number": number_key(kind)})}
    schools = rows if among is None else [one for one in among if one in rows]
    found = [
        SchoolScore(*group, *map(sum, zip(*(rows[one] for one in some), strict=True)))
        for group, some in groups_on(schools, today(), boundaries, by).items()
    ]
    return sorted(in_order(found, sort), key=lambda one: not one.name)


_place = lru_cache(maxsize=4096)(sort_key)
"""The same few hundred names, again and again."""


def _asked(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
