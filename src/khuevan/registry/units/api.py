"""The door of units."""

from .models import (
    Area,
    AreaSuccession,
    Commune,
    Edge,
    FormerState,
    Province,
    Seat,
    Unit,
    UnitCode,
    UnitEvent,
    UnitSuccession,
)
from .queries.tree import schools_under, unit_by_id

__all__ = [
    "Area",
    "AreaSuccession",
    "Commune",
    "Edge",
    "FormerState",
    "Province",
    "Seat",
    "Unit",
    "UnitCode",
    "UnitEvent",
    "UnitSuccession",
    "schools_under",
    "unit_by_id",
]
