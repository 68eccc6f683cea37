"""The door of the gradebook."""

from .actions.conduct import save_conduct
from .actions.marks import preview_marks, save_marks
from .actions.primary import save_primary, save_traits
from .actions.settling import Edit, read_edits
from .events import GradebookLocked, GradebookUnlocked, MarksChanged
from .models import Conduct, MarkRow, PrimaryMark, PrimaryTraits, Result, TermLock
from .policies import may, visible
from .queries.locks import open_lock, open_locks
from .queries.results import TermResult, term_results
from .rules import tt22_2021, tt27_2020
from .rules.rule_sets import RuleSet, rule_set

__all__ = [
    "Conduct",
    "Edit",
    "GradebookLocked",
    "GradebookUnlocked",
    "MarkRow",
    "MarksChanged",
    "PrimaryMark",
    "PrimaryTraits",
    "Result",
    "RuleSet",
    "TermLock",
    "TermResult",
    "may",
    "open_lock",
    "open_locks",
    "preview_marks",
    "read_edits",
    "rule_set",
    "save_conduct",
    "save_marks",
    "save_primary",
    "save_traits",
    "term_results",
    "tt22_2021",
    "tt27_2020",
    "visible",
]
