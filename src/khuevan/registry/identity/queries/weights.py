"""What hangs on two records, what stands in the way of a merge, and what has been built on one since."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from ..models import Merge, Pair


@dataclass(frozen=True)
class Weight:
    """Rows of a table that point at the one and at the other record; ``clashing`` cannot both be one person's."""

    table: str
    first: int
    second: int
    clashing: int


@dataclass(frozen=True)
class Held:
    """Why a merge cannot be undone: "later", "edited", "new" or "gone" (rows of a table), and how many."""

    why: str
    table: str
    rows: int


def weigh(first: int, second: int) -> list[Weight]:
    """All tables with rows of either; one query. Only for who may merge the two: the database refuses others."""
    sql = (
        "SELECT name, sum(of_first)::int, sum(of_second)::int, sum(clashing)::int"
        " FROM identity_weigh(%s, %s) GROUP BY 1 ORDER BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, second])
        return [Weight(*row) for row in cursor.fetchall()]


def held_by(merge: Merge) -> list[Held]:
    """What has been built on a merge; nothing where it can be undone. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT why, name, sum(rows)::int FROM identity_held(%s) GROUP BY 1, 2 ORDER BY 1, 2", [merge.pk]
        )
        return [Held(*row) for row in cursor.fetchall()]


def moved_by(merge: Merge) -> list[tuple[str, str, int]]:
    """Kind, table and number of the rows that a merge touched; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT kind, "table", count(*) FROM identity_moved WHERE merge_id = %s AND kind <> %s'
            " GROUP BY 1, 2 ORDER BY 2, 1",
            [merge.pk, "reach"],
        )
        return cursor.fetchall()


def state_counts() -> dict[str, int]:
    """How many pairs in scope there are of each state; one query."""
    return dict(Pair.objects.values_list("state").annotate(Count("pk")))
