"""The door of statistics."""

from .actions.indicators import Definition, define
from .actions.publishing import publish
from .actions.refreshing import rebuild, recount, refresh
from .events import FiguresPublished, IndicatorDefined
from .models import Count, Edition, Figure, Indicator
from .policies import demand, may
from .queries.behind import ClassRow, by_class, pupils_behind
from .queries.indicators import indicator_on, indicators_on, versions_of
from .queries.naming import LEVELS, TERMS, Name, names_of
from .queries.places import class_place
from .queries.standing import Standing, years_counted
from .queries.telling import GROUPINGS, WHOLE, Told, View, needs_subject, tell
from .rules.formula import Faulty, Formula, Reference, read_formula
from .rules.measures import MEASURES, SOURCES, Measure
from .rules.numbers import NOTHING, plain, say
from .rules.suppressing import LEAST

__all__ = [
    "GROUPINGS",
    "LEAST",
    "LEVELS",
    "MEASURES",
    "NOTHING",
    "SOURCES",
    "TERMS",
    "WHOLE",
    "ClassRow",
    "Count",
    "Definition",
    "Edition",
    "Faulty",
    "Figure",
    "FiguresPublished",
    "Formula",
    "Indicator",
    "IndicatorDefined",
    "Measure",
    "Name",
    "Reference",
    "Standing",
    "Told",
    "View",
    "by_class",
    "class_place",
    "define",
    "demand",
    "indicator_on",
    "indicators_on",
    "may",
    "names_of",
    "needs_subject",
    "plain",
    "publish",
    "pupils_behind",
    "read_formula",
    "rebuild",
    "recount",
    "refresh",
    "say",
    "tell",
    "versions_of",
    "years_counted",
]
