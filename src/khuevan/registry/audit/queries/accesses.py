"""Who looked at a pupil's data."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from ..models import Access

_LOOKS = """
SELECT by, role, page, at FROM audit_access
WHERE student_id = %s AND at >= %s AND (user_id <> %s OR user_id IS NULL)
ORDER BY at DESC LIMIT %s"""


class Look(NamedTuple):
    """Who looked, in which role, at which page (in Vietnamese, as records are), and when."""

    by: str
    role: str
    page: str
    at: datetime


def accesses(student_ids: frozenset[int]) -> QuerySet[Access]:
    """Every look at these pupils that the reader may know of, newest first."""
    return Access.objects.filter(student_id__in=student_ids).order_by("-at", "-id")


def looks_of_others(student_id: int, own: int, since: datetime, most: int) -> list[Look]:
    """The latest looks at a pupil by anybody but the user ``own``. One query, as plain rows."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, [student_id, since, own, most])
        return [Look(*row) for row in cursor.fetchall()]
