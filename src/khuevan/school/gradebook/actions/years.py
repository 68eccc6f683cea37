"""Marks lie in partitions by school year."""

from collections.abc import Iterable

from django.db import connection


def make_room(years: Iterable[int]) -> None:
    """Marks of these school years get partitions of their own, unless they have them; not more than a year ahead."""
    with connection.cursor() as cursor:
        for year in years:
            cursor.execute("SELECT gradebook_year(%s)", [year])


def know_marks() -> None:
    """Tell the planner what the marks of all years are like: PostgreSQL itself looks at each partition alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gradebook_known()")
