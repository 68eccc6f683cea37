"""Which unit goes on as which: from one day to another, forwards and backwards, through every event between."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from .tree import ALIVE, HOLDS, UnitThen, units_on

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
SELECT DISTINCT w.root, u.id, {place} FROM way w JOIN units_unit u ON u.id = w.id {joined}
WHERE {alive} ORDER BY 1, 2"""
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
_PLACES = {
    "": {"place": "NULL::bigint", "joined": ""},
    "area": {"place": "p.area_id", "joined": f"LEFT JOIN units_seat p ON p.unit_id = u.id AND {HOLDS.format(e='p')}"},
    "office": {
        "place": "p.parent_id",
        "joined": f"LEFT JOIN units_edge p ON p.child_id = u.id AND p.kind = 'runs' AND {HOLDS.format(e='p')}",
    },
}
_SQL = {
    (way, what): _WAY.format(alive=ALIVE.format(u="u"), **parts, **place)
    for way, parts in _PARTS.items()
    for what, place in _PLACES.items()
}


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
    return {unit: list(found) for unit, found in placed(unit_ids, since, day).items()}


def placed(unit_ids: Iterable[int], since: date, day: date, what: str = "") -> Mapping[int, dict[int, int | None]]:
    """As `carried`, each with the id of the ``area`` in which it lies on ``day``, or of the ``office`` that runs it."""
    way = "forwards" if day >= since else "backwards"
    found = _walked(way, unit_ids, day, what)
    return {unit: {unit: there[unit]} if unit in there else there for unit, there in found.items()}


def _walk(way: str, unit_ids: Iterable[int], day: date) -> dict[int, list[int]]:
    return {unit: list(found) for unit, found in _walked(way, unit_ids, day, "").items()}


def _walked(way: str, unit_ids: Iterable[int], day: date, what: str) -> dict[int, dict[int, int | None]]:
    found: dict[int, dict[int, int | None]] = {unit: {} for unit in unit_ids}
    wanted: dict[str, Any] = {"units": list(found), "day": day}
    with connection.cursor() as cursor:
        cursor.execute(_SQL[way, what], wanted)
        for root, unit, place in cursor.fetchall():
            found[root][unit] = place
    return found
