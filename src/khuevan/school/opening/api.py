"""The door of opening."""

from .actions.arranging import Wanted, add_class, arrange, merge, remove_class, split
from .actions.closing import close_year, reopen_year
from .actions.deciding import decide, follow_results
from .actions.drafting import discard, draft, refresh, set_dates
from .actions.opening import Written, open_year
from .actions.placing import place
from .actions.undoing import undo_opening
from .actions.whole_province import open_province, report, schools_of
from .events import OpeningUndone, WaitingPlaced, YearClosed, YearOpened
from .models import Placement, Plan, PlannedClass
from .queries.obstacles import obstacles
from .queries.plans import class_lines, plan_by_uid, totals

__all__ = [
    "OpeningUndone",
    "Placement",
    "Plan",
    "PlannedClass",
    "WaitingPlaced",
    "Wanted",
    "Written",
    "YearClosed",
    "YearOpened",
    "add_class",
    "arrange",
    "class_lines",
    "close_year",
    "decide",
    "discard",
    "draft",
    "follow_results",
    "merge",
    "obstacles",
    "open_province",
    "open_year",
    "place",
    "plan_by_uid",
    "refresh",
    "remove_class",
    "reopen_year",
    "report",
    "schools_of",
    "set_dates",
    "split",
    "totals",
    "undo_opening",
]
