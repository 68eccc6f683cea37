"""The door of statistics."""

from .actions.indicators import Definition, define
from .actions.refreshing import rebuild, refresh
from .events import IndicatorDefined
from .models import Count, Figure, Indicator
from .policies import demand, may
from .queries.behind import ClassRow, by_class, pupils_behind
from .queries.indicators import indicator_on, indicators_on, versions_of
from .queries.places import class_place
from .queries.telling import GROUPINGS, WHOLE, Told, View, needs_subject, tell
from .rules.formula import Faulty, Formula, Reference, read_formula
from .rules.measures import MEASURES, Measure

__all__ = [
    "GROUPINGS",
    "MEASURES",
    "WHOLE",
    "ClassRow",
    "Count",
    "Definition",
    "Faulty",
    "Figure",
    "Formula",
    "Indicator",
    "IndicatorDefined",
    "Measure",
    "Reference",
    "Told",
    "View",
    "by_class",
    "class_place",
    "define",
    "demand",
    "indicator_on",
    "indicators_on",
    "may",
    "needs_subject",
    "pupils_behind",
    "read_formula",
    "rebuild",
    "refresh",
    "tell",
    "versions_of",
]
