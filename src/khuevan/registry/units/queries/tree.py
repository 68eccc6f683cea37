"""Reads of the unit tree as it was on a day, each in one query however many units are asked for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from ..models import Unit

ALIVE = "({u}.opened_on IS NULL OR {u}.opened_on <= %(day)s) AND ({u}.closed_on IS NULL OR {u}.closed_on >= %(day)s)"
HOLDS = "{e}.valid_from <= %(day)s AND ({e}.valid_to IS NULL OR {e}.valid_to >= %(day)s)"
RUNS = f"e.kind = 'runs' AND {HOLDS.format(e='e')}"
TREE = f"""
WITH RECURSIVE tree AS (
  SELECT unnest(%(roots)s::bigint[]) AS id
  UNION
  SELECT e.child_id FROM units_edge e JOIN tree t ON e.parent_id = t.id WHERE {RUNS}
)"""  # noqa: S608 - our own words
_STATE = f"""
  u.id, u.uid, coalesce(f.code, u.code), coalesce(f.name, u.name), u.kind,
  CASE WHEN f.id IS NULL THEN u.level ELSE f.level END,
  CASE WHEN f.id IS NULL THEN u.more_levels ELSE f.more_levels END, e.parent_id, s.area_id
FROM {{tables}}
LEFT JOIN units_formerstate f ON f.unit_id = u.id AND {HOLDS.format(e="f")}
LEFT JOIN units_edge e ON e.child_id = u.id AND {RUNS}
LEFT JOIN units_seat s ON s.unit_id = u.id AND {HOLDS.format(e="s")}"""
_UP = f"""
WITH RECURSIVE way AS (
  SELECT id AS root, id, 0 AS step FROM unnest(%(units)s::bigint[]) AS id
  UNION
  SELECT w.root, e.parent_id, w.step + 1 FROM way w JOIN units_edge e ON e.child_id = w.id WHERE {RUNS} AND w.step < 12
)
SELECT w.root, {_STATE.format(tables="way w JOIN units_unit u ON u.id = w.id")}
WHERE w.step > 0 ORDER BY w.root, w.step"""  # noqa: S608
_SCHOOLS = f"""
SELECT u.id, coalesce(f.name, u.name) FROM units_unit u
LEFT JOIN units_formerstate f ON f.unit_id = u.id AND {HOLDS.format(e="f")}
WHERE u.kind = 'school' AND {ALIVE.format(u="u")} AND (%(only)s::bigint[] IS NULL OR u.id = ANY(%(only)s::bigint[]))
ORDER BY coalesce(f.name, u.name) COLLATE "C", u.id"""  # noqa: S608 - our own words


class UnitThen(NamedTuple):
    """A unit with the name, code, levels, parent and area that it had on the day asked for."""

    id: int
    uid: UUID
    code: str
    name: str
    kind: str
    level: str
    more_levels: tuple[str, ...]
    parent_id: int | None
    area_id: int | None

    @property
    def levels(self) -> tuple[str, ...]:
        """All levels that are taught there."""
        return tuple(sorted({self.level, *self.more_levels} - {""}))


def units_on(
    day: date, *, kind: str = "", under: Iterable[int] | None = None, only: Iterable[int] | None = None
) -> list[UnitThen]:
    """The units that there were on ``day``, by code; of a kind, in the subtrees of ``under``, among ``only``."""
    wanted: dict[str, Any] = {"day": day, "kind": kind}
    tables, conditions = "units_unit u", [ALIVE.format(u="u"), "(%(kind)s::text = '' OR u.kind = %(kind)s::text)"]
    if under is not None:
        wanted["roots"], tables = list(under), "tree JOIN units_unit u USING (id)"
    if only is not None:
        wanted["only"] = list(only)
        conditions.append("u.id = any(%(only)s::bigint[])")
    head = TREE if under is not None else ""
    where = " AND ".join(conditions)
    return [then(row) for row in _ask(f"{head} SELECT {_STATE.format(tables=tables)} WHERE {where} ORDER BY 3", wanted)]


def school_names(day: date, only: Iterable[int] | None = None) -> list[tuple[int, str]]:
    """Ids and names that schools had on ``day``, by name; among ``only``."""
    wanted = {"day": day, "only": None if only is None else list(only)}
    return [(pk, name) for pk, name in _ask(_SCHOOLS, wanted)]


def schools_under(unit_id: int, day: date) -> list[int]:
    """Ids of the schools in the subtree of a unit on ``day``; a school is its own subtree."""
    schools = "SELECT u.id FROM tree JOIN units_unit u USING (id) WHERE u.kind = 'school' ORDER BY u.id"
    return [row[0] for row in _ask(TREE + schools, {"roots": [unit_id], "day": day})]


def ancestors_of(unit_ids: Iterable[int], day: date) -> Mapping[int, list[UnitThen]]:
    """Who ran each unit on ``day``, who ran that, and so on up to the ministry; nearest first."""
    found: dict[int, list[UnitThen]] = {unit: [] for unit in unit_ids}
    for root, *row in _ask(_UP, {"units": list(found), "day": day}):
        found[root].append(then(row))
    return found


def ancestors(unit_id: int, day: date) -> list[UnitThen]:
    """`ancestors_of` one unit."""
    return ancestors_of([unit_id], day)[unit_id]


def belongs(unit_id: int, day: date) -> UnitThen | None:
    """The unit that ran this one on ``day``."""
    return next(iter(ancestors(unit_id, day)), None)


def unit_by_id(unit_id: int) -> Unit:
    """The unit, or `Unit.DoesNotExist`."""
    return Unit.objects.get(pk=unit_id)


def then(row: Any) -> UnitThen:
    """A row of the columns of `UnitThen`, as the database has them."""
    pk, uid, code, name, kind, level, more, parent, area = row
    return UnitThen(pk, uid, code, name, kind, level, tuple(more or ()), parent, area)


def _ask(sql: str, wanted: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return cursor.fetchall()
