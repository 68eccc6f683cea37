from .area import Area, AreaSuccession
from .event import UnitEvent, UnitSuccession
from .unit import Commune, Edge, FormerState, Province, Seat, Unit, UnitCode

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
]
