"""Until when transcripts are to be sent, and how late somebody is."""

from datetime import date

from django.db import connection


def deadlines_of(year: int) -> dict[str, date]:
    """The last day of a year by level."""
    with connection.cursor() as cursor:  # part of first pages
        cursor.execute("SELECT level, due_on FROM review_deadline WHERE year = %s", [year])
        return dict(cursor.fetchall())


def days_late(due_on: date | None, lacking: int, on: date) -> int:
    """Days since the deadline while something lacks; 0 for nobody who is in time."""
    return max((on - due_on).days, 0) if due_on and lacking else 0
