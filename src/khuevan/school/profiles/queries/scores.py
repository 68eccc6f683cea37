"""How complete schools are: counted now for one, as counted last for many."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.fields.json import KeyTextTransform

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold, sort_key
from khuevan.registry.units.api import places_on

from ..models import Score
from ..rules.held import HELD
from ..rules.weights import score_tenths
from .facts import facts
from .lines import Line, lines_on


@dataclass(frozen=True)
class Todo:
    """A line of the list with how many people it is about."""

    line: Line
    people: int

    @property
    def worth(self) -> int:
        """What mending it brings."""
        return self.people * self.line.weight


@dataclass(frozen=True)
class Standing:
    """A school's profiles of one kind; ``tenths`` of the score, 0 to 1000, None without people."""

    people: int
    complete: int | None
    clean: int
    tenths: int | None
    todos: tuple[Todo, ...]


def standing(school_id: int, kind: str) -> Standing:
    """How complete one school is now: three queries."""
    lines = lines_on(kind, today())
    counts = ", ".join(f"count(*) FILTER (WHERE {line.sql})" for line in lines.all)
    wrong = " OR ".join(f"({line.sql})" for line in lines.contradictions)
    sql = f"{facts(kind)} SELECT count(*), count(*) FILTER (WHERE ({wrong}) IS NOT TRUE), {counts} FROM facts"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, lines.params | {"schools": [school_id]})
        people, clean, *counted = cursor.fetchone()
    todos = [Todo(line, n) for line, n in zip(lines.all, counted, strict=True) if n]
    missing = sum(todo.worth for todo in todos if todo.line.field)
    due = lines.due * people
    complete = _percent(due - missing, due)
    ordered = tuple(sorted(todos, key=lambda one: (-one.worth, one.line.key)))
    return Standing(people, complete, clean, score_tenths(people, due, missing, clean), ordered)


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
    counted_at: datetime

    @property
    def tenths(self) -> int | None:
        """The score, 0 to 1000."""
        return score_tenths(self.people, self.due, self.missing, self.clean)

    @property
    def complete(self) -> int:
        """Weighed share of the answers that are there, in percent, half up."""
        return _percent(self.due - self.missing, self.due) or 0

    @property
    def wrong(self) -> int:
        """People with contradictions."""
        return self.people - self.clean


ORDERS: Mapping[str, Callable[[SchoolScore], Any]] = {
    "score": lambda one: 1001 if one.tenths is None else one.tenths,
    "complete": lambda one: one.complete,
    "number": lambda one: -one.no_number,
    "wrong": lambda one: -one.wrong,
    "name": lambda one: 0,
}
"""What a list of schools is sorted by; equal ones by name."""


def number_key(kind: str) -> str:
    """The line of the to-do list about people without a personal number."""
    return next((f"no:{field}" for field, held in HELD[kind].items() if held == "number"), "")


def school_scores(kind: str) -> list[SchoolScore]:
    """Scores of all schools in scope; one query."""
    rows = Score.objects.filter(kind=kind).annotate(no_number=KeyTextTransform(number_key(kind), "counts"))
    found = rows.values_list(
        "school_id", "school__name", "people", "due", "missing", "clean", "no_number", "counted_at"
    )
    return [
        SchoolScore(school, name, 1, people, due, missing, clean, int(no_number or 0), at)
        for school, name, people, due, missing, clean, no_number, at in found
    ]


def in_order(scores: Iterable[SchoolScore], sort: str) -> list[SchoolScore]:
    """By one of `ORDERS`, equal ones by name."""
    by_name = sorted(scores, key=lambda one: (_place(one.name), one.id))
    return sorted(by_name, key=ORDERS[sort])


def looked_for(scores: Iterable[SchoolScore], text: str) -> list[SchoolScore]:
    """Those in whose name or commune of today every word stands, with or without accents; at most five queries."""
    known, words, day = list(scores), fold(text).split(), today()
    places = places_on([one.id for one in known], day, day, "commune")
    return [one for one in known if all(word in fold(f"{one.name} {places[one.id][1]}") for word in words)]


def unit_scores(lines: Iterable[SchoolScore], boundaries: date, by: str, sort: str) -> list[SchoolScore]:
    """The same by unit, one of `units.GROUPINGS`, with the boundaries of a day; what is in no single one last.

    ``sort``: one of `ORDERS`, equal ones by name.
    """
    known = {one.id: one for one in lines}
    groups: dict[tuple[int, str], list[SchoolScore]] = {}
    for school, place in places_on(list(known), today(), boundaries, by).items():
        groups.setdefault(place, []).append(known[school])
    found = [
        SchoolScore(*place, *(sum(getattr(one, name) for one in some) for name in _SUMS), some[0].counted_at)
        for place, some in groups.items()
    ]
    return sorted(in_order(found, sort), key=lambda one: not one.name)


_SUMS = ("schools", "people", "due", "missing", "clean", "no_number")
_place = lru_cache(maxsize=4096)(sort_key)
"""The same few hundred names, again and again."""


def _percent(part: int, whole: int) -> int | None:
    return (200 * part + whole) // (2 * whole) if whole else None


def kept_score(school_id: int, kind: str) -> Score | None:
    """The score of one school as counted last."""
    found = Score.objects.raw("SELECT * FROM profiles_score WHERE school_id = %s AND kind = %s", [school_id, kind])
    return next(iter(found), None)
