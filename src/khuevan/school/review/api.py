"""The door of review."""

from .actions.deadlines import set_deadlines
from .actions.deciding import accept_clean, return_found
from .actions.running import begin, order_checks, resume_stalled, work
from .models import Checked, Deadline, Finding, Run
from .policies import judges, may
from .queries.batches import BatchLine, batch_lines
from .queries.counting import ClassLine, Numbers, class_lines
from .queries.deadlines import deadlines_of
from .queries.findings import class_by_uid, kind_lines, last_run, pupil_lines, run_by_uid, running, school_by_uid
from .queries.standing import Desk, GroupLine, SchoolLine, desk, looked_for, school_line, unit_lines
from .queries.years import latest_year, years_known
from .rules.kinds import KINDS
from .rules.levels import LEVELS

__all__ = [
    "KINDS",
    "LEVELS",
    "BatchLine",
    "Checked",
    "ClassLine",
    "Deadline",
    "Desk",
    "Finding",
    "GroupLine",
    "Numbers",
    "Run",
    "SchoolLine",
    "accept_clean",
    "batch_lines",
    "begin",
    "class_by_uid",
    "class_lines",
    "deadlines_of",
    "desk",
    "judges",
    "kind_lines",
    "last_run",
    "latest_year",
    "looked_for",
    "may",
    "order_checks",
    "pupil_lines",
    "resume_stalled",
    "return_found",
    "run_by_uid",
    "running",
    "school_by_uid",
    "school_line",
    "set_deadlines",
    "unit_lines",
    "work",
    "years_known",
]
