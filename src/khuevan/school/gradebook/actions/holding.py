"""Hold what a save changes until its transaction ends, so that people queue instead of overwriting each other.

Advisory locks, always in the order school's year, then class: saves share the year, locking a term takes it alone.
"""

from django.db import connection

_SAVE = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0)), pg_advisory_xact_lock(hashtextextended(%s, 0))"
_YEAR = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def hold_class(school_id: int, year: int, class_id: int) -> None:
    """Alone with a class; nobody can lock the term or recompute the school meanwhile. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [_year_key(school_id, year), f"gradebook:class:{class_id}"])


def hold_year(school_id: int, year: int) -> None:
    """Alone with all books of a school's year: saves that began before are finished."""
    with connection.cursor() as cursor:
        cursor.execute(_YEAR, [_year_key(school_id, year)])


def _year_key(school_id: int, year: int) -> str:
    return f"gradebook:year:{school_id}:{year}"
