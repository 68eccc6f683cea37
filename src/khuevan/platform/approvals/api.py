"""The door of approvals."""

from .actions.cases import PROGRAM, advance, open_case, open_cases
from .models import Case, Step
from .queries.history import Event, history, steps_of
from .rules import Process, Transition
from .rules.process import SYSTEM

__all__ = [
    "PROGRAM",
    "SYSTEM",
    "Case",
    "Event",
    "Process",
    "Step",
    "Transition",
    "advance",
    "history",
    "open_case",
    "open_cases",
    "steps_of",
]
