"""A page of the units of a day, in one query: only what it shows is looked up and read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel.text import fold

from .finding import folded
from .tree import ALIVE, HOLDS, RUNS, TREE, UnitThen, then

_CODE, _NAME = "coalesce(f.code, u.code)", "coalesce(f.name, u.name)"
# Page and total are of one moment; a page after the last is the last.
_PAGE = f"""{TREE}, found AS (
  SELECT u.id, u.uid, {_CODE} AS code, {_NAME} AS name, u.kind,
    CASE WHEN f.id IS NULL THEN u.level ELSE f.level END AS level,
    CASE WHEN f.id IS NULL THEN u.more_levels ELSE f.more_levels END AS more_levels,
    row_number() OVER (ORDER BY {_CODE}) AS place, count(*) OVER () AS total
  FROM tree JOIN units_unit u USING (id) LEFT JOIN units_formerstate f ON f.unit_id = u.id AND {HOLDS.format(e="f")}
  WHERE {ALIVE.format(u="u")} AND u.kind = %(kind)s {{narrowed}}
)
SELECT id, uid, code, name, kind, level, more_levels,
  (SELECT e.parent_id FROM units_edge e WHERE e.child_id = found.id AND {RUNS}),
  (SELECT s.area_id FROM units_seat s WHERE s.unit_id = found.id AND {HOLDS.format(e="s")}), total
FROM found
WHERE place > least(%(start)s, (total - 1) / %(size)s * %(size)s)
ORDER BY place LIMIT %(size)s"""  # noqa: S608 - our own words
_NARROWED = f"AND {folded(f'{_CODE} || chr(32) || {_NAME}')} LIKE ALL(%(words)s)"


class Listed(NamedTuple):
    """Units of a page, by code, and how many there are on all."""

    units: Sequence[UnitThen]
    total: int


def listed(day: date, kind: str, under: Iterable[int], text: str, start: int, size: int) -> Listed:
    """Units of a kind in the subtrees of ``under`` on ``day`` whose code and name hold every word of ``text``:
    ``size`` of them after the first ``start``, or of the last page; one query.
    """
    words = [f"%{_plain(word)}%" for word in fold(text).split()]
    given: dict[str, Any] = {"day": day, "kind": kind, "roots": list(under), "start": start, "size": size}
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(narrowed=_NARROWED if words else ""), given | ({"words": words} if words else {}))
        rows = cursor.fetchall()
    return Listed([then(row[:-1]) for row in rows], rows[0][-1] if rows else 0)


def _plain(word: str) -> str:
    """A word that LIKE takes by its letters."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
