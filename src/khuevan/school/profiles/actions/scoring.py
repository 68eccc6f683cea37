"""Count how complete the profiles of schools are: one statement for one school or for all."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction

from khuevan.kernel.clock import now, today
from khuevan.registry.units.api import Unit

from ..models.profile import Kind
from ..queries.facts import facts
from ..queries.lines import Line, Lines, lines_on


def count_schools(schools: Collection[int]) -> None:
    """Scores of schools anew, in the caller's scope; what was counted before is replaced."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM profiles_score WHERE school_id = ANY(%s)", [list(schools)])
        for kind in Kind.values:
            lines = lines_on(kind, today())
            cursor.execute(_insert(kind, lines), lines.params | {"schools": list(schools), "now": now()} | _keys(lines))


def _keys(lines: Lines) -> dict[str, Any]:
    return {"keys": [line.key for line in lines.all]}


def _count(line: Line) -> str:
    return f"count(*) FILTER (WHERE {line.sql})"


def _insert(kind: str, lines: Lines) -> str:
    missing = " + ".join(f"{line.weight} * {_count(line)}" for line in lines.missing) or "0"
    wrong = " OR ".join(f"({line.sql})" for line in lines.contradictions)
    counts = ", ".join(f"{_count(line)}::text" for line in lines.all)
    return f"""{facts(kind)}
INSERT INTO profiles_score (school_id, kind, people, due, missing, clean, counts, counted_at)
SELECT school_id, %(kind)s, count(*), {lines.due} * count(*), {missing}, count(*) FILTER (WHERE ({wrong}) IS NOT TRUE),
  jsonb_object(%(keys)s::text[], ARRAY[{counts}]), %(now)s
FROM facts GROUP BY school_id"""  # noqa: S608 - our own names; values are parameters


def count_all() -> int:
    """Scores of every school in the caller's scope; how many there are."""
    schools = list(Unit.objects.filter(kind="school").values_list("pk", flat=True))
    count_schools(schools)
    return len(schools)
