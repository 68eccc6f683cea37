"""The door of units."""

from .models import Commune, Edge, Province, Unit
from .queries.tree import schools_under, unit_by_id

__all__ = ["Commune", "Edge", "Province", "Unit", "schools_under", "unit_by_id"]
