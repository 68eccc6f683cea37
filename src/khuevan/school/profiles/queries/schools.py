"""Lists of how complete schools and units are, as counted last. A process keeps them as long as that stands."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel.clock import today
from khuevan.kernel.kept import Kept
from khuevan.kernel.text import fold, sort_key
from khuevan.registry.units.api import groups_on, places_on

from ..rules.held import number_key
from ..rules.weights import percent, score_tenths


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


class Counted(NamedTuple):
    """What was counted of the schools in somebody's scope: of how many, since when, and the mark of just that count."""

    kind: str
    schools: int
    at: datetime | None
    mark: Hashable


ORDERS: Mapping[str, Callable[[SchoolScore], int]] = {
    "score": lambda one: 1001 if one.tenths is None else one.tenths,
    "complete": lambda one: one.complete,
    "number": lambda one: -one.no_number,
    "wrong": lambda one: -one.wrong,
    "name": lambda one: 0,
}
"""What a list is sorted by, small first; equal ones by name."""
# Counting a school writes its row anew, so the sum of the rows' transactions is another one after any count.
_COUNTED = """
SELECT count(*), min(counted_at), max(counted_at), sum(xmin::text::bigint), (SELECT max(id) FROM units_unitevent)
FROM profiles_score WHERE kind = %(kind)s"""
_SCORES = """
SELECT school_id, (SELECT name FROM units_unit u WHERE u.id = school_id), 1, people, due, missing, clean,
  coalesce((counts ->> %(number)s)::bigint, 0)
FROM profiles_score WHERE kind = %(kind)s"""
_lists: Kept[Sequence[SchoolScore]] = Kept()
_words: Kept[Mapping[int, str]] = Kept()


def counted(kind: str, scope: Hashable) -> Counted:
    """The count of the schools that a reader with ``scope`` sees; one query."""
    schools, at, *mark = _asked(_COUNTED, {"kind": kind})[0]
    return Counted(kind, schools, at, (scope, kind, schools, at, *mark, today()))


def school_scores(count: Counted, sort: str, text: str = "") -> Sequence[SchoolScore]:
    """Schools in one of `ORDERS`, those alone in whose name or commune of today every word of ``text`` stands, with or
    without accents; no query while the count stands, else two."""

    def read() -> list[SchoolScore]:
        rows = _asked(_SCORES, {"kind": count.kind, "number": number_key(count.kind)})
        return in_order((SchoolScore(*row) for row in rows), sort)

    found = _lists.get((count.mark, sort), read)
    if not text:
        return found
    words, said = fold(text).split(), _words.get(count.mark, lambda: _words_of(found))
    return [one for one in found if all(word in said[one.id] for word in words)]


def unit_scores(count: Counted, sort: str, boundaries: date, by: str, text: str = "") -> Sequence[SchoolScore]:
    """The same by unit, one of `units.GROUPINGS`, with the boundaries of a day; what is in no single one last.

    No query while the count stands, else two; with ``text`` one more.
    """

    def read() -> list[SchoolScore]:
        rows = {one.id: one[2:] for one in school_scores(count, sort, text)}
        found = [
            SchoolScore(*group, *map(sum, zip(*(rows[one] for one in some), strict=True)))
            for group, some in groups_on(rows, today(), boundaries, by).items()
        ]
        return sorted(in_order(found, sort), key=lambda one: not one.name)

    return read() if text else _lists.get((count.mark, sort, boundaries, by), read)


def in_order(scores: Iterable[SchoolScore], sort: str) -> list[SchoolScore]:
    """By one of `ORDERS`, equal ones by name."""
    by_name = sorted(scores, key=lambda one: (_place(one.name), one.id))
    return sorted(by_name, key=ORDERS[sort])


def _words_of(schools: Iterable[SchoolScore]) -> dict[int, str]:
    names, day = {one.id: one.name for one in schools}, today()
    places = places_on(names, day, day, "commune")
    return {one: fold(f"{name} {places[one][1]}") for one, name in names.items()}


_place = lru_cache(maxsize=4096)(sort_key)
"""The same few hundred names, again and again."""


def _asked(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
