from .person import Affiliation, ExternalId, Guardianship, Person, StaffName

__all__ = ["Affiliation", "ExternalId", "Guardianship", "Person", "StaffName"]
