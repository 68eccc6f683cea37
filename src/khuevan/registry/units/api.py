"""The door of units."""

from .actions.changing import move, relevel, rename
from .actions.founding import Charter, close, found
from .actions.handing_over import HandedOver, hand_over
from .actions.joining import merge, split
from .actions.old_offices import old_department
from .actions.taking_in import TakenIn, take_in
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
from .queries.finding import find_schools
from .queries.heirs import carried, predecessors, successors
from .queries.placing import groups_on, places_on
from .queries.report import GROUPINGS, day_in, grouping_name, groupings_on
from .queries.tree import UnitThen, ancestors, ancestors_of, belongs, school_names, schools_under, unit_by_id, units_on
from .rules.school_lists import Reading, read_school_list
from .rules.structure import Decree

__all__ = [
    "GROUPINGS",
    "Area",
    "AreaSuccession",
    "Charter",
    "Commune",
    "Decree",
    "Edge",
    "FormerState",
    "HandedOver",
    "Province",
    "Reading",
    "Seat",
    "TakenIn",
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
    "day_in",
    "find_schools",
    "found",
    "grouping_name",
    "groupings_on",
    "groups_on",
    "hand_over",
    "merge",
    "move",
    "old_department",
    "places_on",
    "predecessors",
    "read_school_list",
    "relevel",
    "rename",
    "school_names",
    "schools_under",
    "split",
    "successors",
    "take_in",
    "undo",
    "unit_by_id",
    "units_on",
]
