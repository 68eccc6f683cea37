"""Who looked at a pupil's data."""

from django.db.models import QuerySet

from ..models import Access


def accesses(student_ids: frozenset[int]) -> QuerySet[Access]:
    """Every look at these pupils that the reader may know of, newest first."""
    return Access.objects.filter(student_id__in=student_ids).order_by("-at", "-id")
