"""The door of units."""

from .actions.changing import move, relevel, rename
from .actions.founding import Charter, close, found
from .actions.handing_over import HandedOver, hand_over
from .actions.joining import merge, split
from .actions.undoing import undo
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
from .queries.addresses import convert_all
from .queries.heirs import carried, predecessors, successors
from .queries.tree import UnitThen, ancestors, ancestors_of, belongs, schools_under, unit_by_id, units_on
from .rules.structure import Decree

__all__ = [
    "Area",
    "AreaSuccession",
    "Charter",
    "Commune",
    "Decree",
    "Edge",
    "FormerState",
    "HandedOver",
    "Province",
    "Seat",
    "Unit",
    "UnitCode",
    "UnitEvent",
    "UnitSuccession",
    "UnitThen",
    "ancestors",
    "ancestors_of",
    "belongs",
    "carried",
    "close",
    "convert_all",
    "found",
    "hand_over",
    "merge",
    "move",
    "predecessors",
    "relevel",
    "rename",
    "schools_under",
    "split",
    "successors",
    "undo",
    "unit_by_id",
    "units_on",
]
