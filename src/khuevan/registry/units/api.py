"""The door of units."""

from .models import Commune, Edge, Province, Unit
from .queries.finding import find_schools
from .queries.tree import schools_under, unit_by_id

__all__ = ["Commune", "Edge", "Province", "Unit", "find_schools", "schools_under", "unit_by_id"]
