"""The door of people."""

from .models import Affiliation, ExternalId, Guardianship, Person
from .queries.names import staff_names

__all__ = ["Affiliation", "ExternalId", "Guardianship", "Person", "staff_names"]
