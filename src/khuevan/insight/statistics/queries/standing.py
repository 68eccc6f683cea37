"""For which years there are figures, and when they last changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_YEARS = """
SELECT year, max(changed_at),
  sum(extract(epoch FROM changed_at)) || '-' || (SELECT count(*) FROM units_unitevent)
FROM statistics_count GROUP BY year ORDER BY year DESC"""


@dataclass(frozen=True)
class Standing:
    """When figures of a year last changed. ``mark`` is another after every change, also where two end in another order
    than they began: it is the sum of all schools' moments, of which the latest would stay. Also after every event of
    units, which may give a school another name, place or end.
    """

    at: datetime
    mark: str


def years_counted() -> Mapping[int, Standing]:
    """By year, the latest year first, of the schools in scope; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_YEARS)
        return {year: Standing(at, mark) for year, at, mark in cursor.fetchall()}
