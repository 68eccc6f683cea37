"""The door of the calendar."""

from .actions.reminding import remind
from .actions.reopening import ask, close_again, decide, withdraw
from .actions.setting import Step, book_of, plan, set_windows
from .models import ProvinceWindow, Reminder, Reopening, SchoolWindow
from .policies import REOPENING, keeps_province, keeps_school, may, visible
from .queries.late import at_hand, by_teacher, last_round, late_counts, of_province, of_school, reminders_of
from .queries.lateness import Owing
from .queries.reopenings import Asked, answered, asked, request_by_uid, requests, waiting
from .queries.windows import (
    Row,
    Shelf,
    counting_windows,
    mark_of,
    rows_from,
    scopes_set,
    sets_of,
    shelf_of,
    terms_of_shelf,
    year_of,
)
from .rules.proposing import usual
from .rules.windows import Limit, Window

__all__ = [
    "REOPENING",
    "Asked",
    "Limit",
    "Owing",
    "ProvinceWindow",
    "Reminder",
    "Reopening",
    "Row",
    "SchoolWindow",
    "Shelf",
    "Step",
    "Window",
    "answered",
    "ask",
    "asked",
    "at_hand",
    "book_of",
    "by_teacher",
    "close_again",
    "counting_windows",
    "decide",
    "keeps_province",
    "keeps_school",
    "last_round",
    "late_counts",
    "mark_of",
    "may",
    "of_province",
    "of_school",
    "plan",
    "remind",
    "reminders_of",
    "request_by_uid",
    "requests",
    "rows_from",
    "scopes_set",
    "set_windows",
    "sets_of",
    "shelf_of",
    "terms_of_shelf",
    "usual",
    "visible",
    "waiting",
    "withdraw",
    "year_of",
]
