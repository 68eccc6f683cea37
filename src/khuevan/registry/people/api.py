"""The door of people."""

from .models import Affiliation, ExternalId, Guardianship, Person

__all__ = ["Affiliation", "ExternalId", "Guardianship", "Person"]
