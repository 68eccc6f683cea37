"""Under which unit or area schools come together, with the boundaries of any day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection

from .heirs import way_to
from .tree import ALIVE, HOLDS

# A school that there is stands for itself: the way of others alone is looked for. Units and areas are looked up by id,
# the country has many; a place is named once for all in it.
_ALIVE = ALIVE.format(u="u")
_HERE = f"""here AS MATERIALIZED (
  SELECT r.id, u.id IS NOT NULL AS alive FROM unnest(%(units)s::bigint[]) AS r(id)
  LEFT JOIN LATERAL (SELECT u.id FROM units_unit u WHERE u.id = r.id AND {_ALIVE} OFFSET 0) u ON true
), """  # noqa: S608 - our own words
_GONE = "here r WHERE NOT r.alive"
_THERE = f"""
, there AS (
  SELECT id AS root, id FROM here WHERE alive UNION ALL SELECT DISTINCT w.root, u.id
  FROM way w JOIN LATERAL (SELECT u.id FROM units_unit u WHERE u.id = w.id AND {_ALIVE} OFFSET 0) u ON true
)"""  # noqa: S608
_BY_AREA = f"""
, together AS (
  SELECT s.area_id, array_agg(t.root) AS roots
  FROM there t LEFT JOIN units_seat s ON s.unit_id = t.id AND {HOLDS.format(e="s")} GROUP BY 1
)
SELECT CASE %(level)s WHEN a.level THEN a.id WHEN b.level THEN b.id WHEN c.level THEN c.id END,
  CASE %(level)s WHEN a.level THEN a.full_name WHEN b.level THEN b.full_name WHEN c.level THEN c.full_name END, t.roots
FROM together t LEFT JOIN LATERAL (SELECT * FROM units_area a WHERE a.id = t.area_id OFFSET 0) a ON true
LEFT JOIN units_area b ON b.id = CASE WHEN a.level <> %(level)s THEN a.parent_id END
LEFT JOIN units_area c ON c.id = CASE WHEN b.level <> %(level)s THEN b.parent_id END"""  # noqa: S608
_BY_OFFICE = f"""
, together AS (
  SELECT e.parent_id, array_agg(t.root) AS roots FROM there t
  LEFT JOIN units_edge e ON e.child_id = t.id AND e.kind = 'runs' AND {HOLDS.format(e="e")} GROUP BY 1
)
SELECT u.id, coalesce(f.name, u.name), t.roots
FROM together t LEFT JOIN units_unit u ON u.id = t.parent_id AND {_ALIVE}
LEFT JOIN units_formerstate f ON f.unit_id = u.id AND {HOLDS.format(e="f")}"""  # noqa: S608
NOWHERE = (0, "")


def groups_on(schools: Iterable[int], since: date, day: date, by: str) -> Mapping[tuple[int, str], set[int]]:
    """Schools of the day ``since`` by the id and name of their group, with the boundaries of ``day``; one query.

    ``by``: one of `GROUPINGS`. Schools that are not in just one group come under `NOWHERE`.
    """
    wanted = list(schools)
    found: dict[tuple[int, str], set[int]] = {}
    seen: set[int] = set()
    doubtful: set[int] = set()
    with connection.cursor() as cursor:
        sql = way_to(since, day, _GONE, _HERE) + _THERE + (_BY_OFFICE if by == "office" else _BY_AREA)
        cursor.execute(sql, {"units": wanted, "day": day, "level": by})
        for place, name, roots in cursor.fetchall():
            found.setdefault((place, name) if place else NOWHERE, set()).update(roots)
    for some in found.values():
        doubtful |= seen & some
        seen |= some
    nowhere = doubtful.union(set(wanted) - seen, found.pop(NOWHERE, ()))
    groups = {group: some - nowhere for group, some in found.items() if not some <= nowhere}
    return groups | {NOWHERE: nowhere} if nowhere else groups


def places_on(schools: Iterable[int], since: date, day: date, by: str) -> Mapping[int, tuple[int, str]]:
    """Id and name of its group by school, as `groups_on`; one query, however many schools."""
    return {school: group for group, some in groups_on(schools, since, day, by).items() for school in some}
