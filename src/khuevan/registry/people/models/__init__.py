from .person import Affiliation, ExternalId, Guardianship, Person

__all__ = ["Affiliation", "ExternalId", "Guardianship", "Person"]
