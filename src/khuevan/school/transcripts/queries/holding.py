"""Who has a transcript."""

from collections.abc import Collection

from khuevan.registry.isolation.api import among

from ..models import Transcript


def with_transcripts(school_id: int, pupils: Collection[int], year: int | None = None) -> frozenset[int]:
    """Those of the pupils who have a transcript of a year, or of any."""
    found = Transcript.objects.filter(school_id=school_id, student_id__in=among(pupils))
    if year is not None:
        found = found.filter(year=year)
    return frozenset(found.values_list("student_id", flat=True))
