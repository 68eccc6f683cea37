"""What profiles say, for rooms that print it."""

from collections.abc import Collection

from django.db.models.expressions import RawSQL

from ..models import Profile
from ..models.profile import Kind


def answers(school_id: int, pupils: Collection[int] | RawSQL, fields: Collection[str]) -> dict[int, dict[str, str]]:
    """Person id → field of the catalogue → what is stored, of those ``fields`` that are answered; one query."""
    found = Profile.objects.filter(school_id=school_id, kind=Kind.PUPIL, person_id__in=pupils)
    return {
        person: {field: str(said[field]) for field in fields if said.get(field)}
        for person, said in found.values_list("person_id", "values")
    }
