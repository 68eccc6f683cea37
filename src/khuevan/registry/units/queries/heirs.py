"""Which unit goes on as which: from one day to another, forwards and backwards, through every event between."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection

from .tree import ALIVE, UnitThen, units_on

# The later event comes later: a unit that A went into took part in nothing of before that.
_WAY = """
WITH RECURSIVE {first}way AS (
  SELECT r.id AS root, r.id, {start}::date AS at FROM {roots}
  UNION
  SELECT w.root, s.{there}_id, e.effective_on FROM way w
  JOIN units_unitsuccession s ON s.{here}_id = w.id AND s.{there}_id <> s.{here}_id
  JOIN units_unitevent e ON e.id = s.event_id AND e.kind <> 'undo' AND {between}
  WHERE NOT EXISTS (SELECT FROM units_unitevent x WHERE x.undoes_id = e.id)
)"""
_FORWARDS = {
    "start": "'-infinity'",
    "here": "before",
    "there": "after",
    "between": "e.effective_on <= %(day)s AND e.effective_on >= w.at",
}
_BACKWARDS = {
    "start": "'infinity'",
    "here": "after",
    "there": "before",
    "between": "e.effective_on > %(day)s AND e.effective_on <= w.at",
}
_THERE = f"""
SELECT DISTINCT w.root, u.id FROM way w JOIN units_unit u ON u.id = w.id WHERE {ALIVE.format(u="u")} ORDER BY 1, 2"""  # noqa: S608 - our own words


def way_to(since: date, day: date, roots: str = "unnest(%(units)s::bigint[]) AS r(id)", first: str = "") -> str:
    """The head of a statement in which ``way`` leads from the roots r to all that they were or became (id) until
    ``day``; ``first``: what stands before it."""
    return _WAY.format(roots=roots, first=first, **(_FORWARDS if day >= since else _BACKWARDS))


def successors(unit_id: int, day: date) -> list[UnitThen]:
    """The units of ``day`` that go on from this one: itself where it lives on, and all that it became."""
    return units_on(day, only=_walk(date.min, [unit_id], day)[unit_id])


def predecessors(unit_id: int, day: date) -> list[UnitThen]:
    """The units of ``day`` from which this one came: itself where there was it, and all that went into it."""
    return units_on(day, only=_walk(date.max, [unit_id], day)[unit_id])


def carried(unit_ids: Iterable[int], since: date, day: date) -> Mapping[int, list[int]]:
    """Where records of ``since`` about each unit stand on ``day``: with the unit itself while there is it, else with
    those that it became, or that it came from where ``day`` lies before. Several are a doubt, none is an end.
    """
    return {unit: [unit] if unit in found else found for unit, found in _walk(since, unit_ids, day).items()}


def _walk(since: date, unit_ids: Iterable[int], day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {unit: [] for unit in unit_ids}
    with connection.cursor() as cursor:
        cursor.execute(way_to(since, day) + _THERE, {"units": list(found), "day": day})
        for root, unit in cursor.fetchall():
            found[root].append(unit)
    return found
