"""Which unit goes on as which: from one day to another, forwards and backwards, through every event between."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from .tree import ALIVE, UnitThen, units_on

# The later event comes later: a unit that A went into took part in nothing of before that.
_WAY = """
WITH RECURSIVE way AS (
  SELECT id AS root, id, {start}::date AS at FROM unnest(%(units)s::bigint[]) AS id
  UNION
  SELECT w.root, s.{there}_id, e.effective_on FROM way w
  JOIN units_unitsuccession s ON s.{here}_id = w.id AND s.{there}_id <> s.{here}_id
  JOIN units_unitevent e ON e.id = s.event_id AND e.kind <> 'undo' AND {between}
  WHERE NOT EXISTS (SELECT FROM units_unitevent x WHERE x.undoes_id = e.id)
)
SELECT DISTINCT w.root, u.id FROM way w JOIN units_unit u ON u.id = w.id WHERE {alive} ORDER BY 1, 2"""
_PARTS = {
    "forwards": {
        "start": "'-infinity'",
        "here": "before",
        "there": "after",
        "between": "e.effective_on <= %(day)s AND e.effective_on >= w.at",
    },
    "backwards": {
        "start": "'infinity'",
        "here": "after",
        "there": "before",
        "between": "e.effective_on > %(day)s AND e.effective_on <= w.at",
    },
}
_SQL = {way: _WAY.format(alive=ALIVE.format(u="u"), **parts) for way, parts in _PARTS.items()}


def successors(unit_id: int, day: date) -> list[UnitThen]:
    """The units of ``day`` that go on from this one: itself where it lives on, and all that it became."""
    return units_on(day, only=_walk("forwards", [unit_id], day)[unit_id])


def predecessors(unit_id: int, day: date) -> list[UnitThen]:
    """The units of ``day`` from which this one came: itself where there was it, and all that went into it."""
    return units_on(day, only=_walk("backwards", [unit_id], day)[unit_id])


def carried(unit_ids: Iterable[int], since: date, day: date) -> Mapping[int, list[int]]:
    """Where records of ``since`` about each unit stand on ``day``: with the unit itself while there is it, else with
    those that it became, or that it came from where ``day`` lies before. Several are a doubt, none is an end.
    """
    way = "forwards" if day >= since else "backwards"
    return {unit: [unit] if unit in found else found for unit, found in _walk(way, unit_ids, day).items()}


def _walk(way: str, unit_ids: Iterable[int], day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {unit: [] for unit in unit_ids}
    wanted: dict[str, Any] = {"units": list(found), "day": day}
    with connection.cursor() as cursor:
        cursor.execute(_SQL[way], wanted)
        for root, unit in cursor.fetchall():
            found[root].append(unit)
    return found
