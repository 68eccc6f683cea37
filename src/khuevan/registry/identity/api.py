"""The door of identity."""

from .actions.asking import ask_for
from .actions.codes import Judged, Line, adopt_codes, judge_codes
from .actions.merging import merge, separate
from .actions.sweeping import suspect
from .models import Merge, Pair
from .queries.alike import Found, Match, look_for
from .rules.likeness import Side

__all__ = [
    "Found",
    "Judged",
    "Line",
    "Match",
    "Merge",
    "Pair",
    "Side",
    "adopt_codes",
    "ask_for",
    "judge_codes",
    "look_for",
    "merge",
    "separate",
    "suspect",
]
