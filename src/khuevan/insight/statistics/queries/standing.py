"""For which years there are figures, and when they last changed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

_YEARS = "SELECT year, max(changed_at) FROM statistics_count GROUP BY year ORDER BY year DESC"


def years_counted() -> Mapping[int, datetime]:
    """Year → the last change among the schools in scope, the latest year first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_YEARS)
        return dict(cursor.fetchall())
