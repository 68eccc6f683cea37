"""The door of statistics."""

from .actions.refreshing import rebuild, refresh
from .models import Count, Figure, Indicator
from .queries.places import class_place
from .rules.formula import Faulty, Formula, read_formula
from .rules.measures import MEASURES, Measure

__all__ = [
    "MEASURES",
    "Count",
    "Faulty",
    "Figure",
    "Formula",
    "Indicator",
    "Measure",
    "class_place",
    "read_formula",
    "rebuild",
    "refresh",
]
