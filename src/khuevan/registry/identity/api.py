"""The door of identity."""

from .actions.codes import Judged, Line, adopt_codes, judge_codes
from .actions.deciding import keep_apart, reopen
from .actions.merging import CHOICES, hindrances, merge, separate
from .actions.sweeping import order_sweep, suspect
from .models import Merge, Moved, Pair, Sweep
from .policies import enters, oversees
from .queries.alike import Found, Match, look_for
from .queries.known import Known, known
from .rules.likeness import LIKELY, POSSIBLE, Likeness, Side, likeness

__all__ = [
    "CHOICES",
    "LIKELY",
    "POSSIBLE",
    "Found",
    "Judged",
    "Known",
    "Likeness",
    "Line",
    "Match",
    "Merge",
    "Moved",
    "Pair",
    "Side",
    "Sweep",
    "adopt_codes",
    "enters",
    "hindrances",
    "judge_codes",
    "keep_apart",
    "known",
    "likeness",
    "look_for",
    "merge",
    "order_sweep",
    "oversees",
    "reopen",
    "separate",
    "suspect",
]
