"""The door of the operations centre."""

from .actions.alerts import Bound, lift_rule, set_rule, take_up
from .actions.watching import watch, words_of
from .models import Alarm, Rule
from .policies import demand, may
from .queries.alerts import open_alarms, past_alarms, rules
from .queries.board import Board, board
from .queries.late import LateSchool, late_schools

__all__ = [
    "Alarm",
    "Board",
    "Bound",
    "LateSchool",
    "Rule",
    "board",
    "demand",
    "late_schools",
    "lift_rule",
    "may",
    "open_alarms",
    "past_alarms",
    "rules",
    "set_rule",
    "take_up",
    "watch",
    "words_of",
]
