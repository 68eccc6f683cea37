"""The door of the gradebook."""

from .actions.arrivals import forget_arrivals
from .actions.cases import Wanted, grant_case, lift_case
from .actions.conduct import save_conduct
from .actions.holding import hold_year
from .actions.locks import lock_term, unlock_term
from .actions.mark_lists import list_code
from .actions.marks import preview_marks, save_marks
from .actions.observation import save_observations
from .actions.opening import open_ledger
from .actions.primary import save_primary, save_traits
from .actions.recompute import recompute
from .actions.settling import Edit, read_edits
from .actions.submissions import forget_submissions
from .actions.years import know_marks, make_room
from .events import GradebookLocked, GradebookUnlocked, MarksChanged, ResultsComputed
from .models import Conduct, MarkRow, PrimaryMark, PrimaryTraits, Result, SpecialCase, TermLock
from .policies import may, visible
from .queries.anomalies import Anomaly, anomalies
from .queries.books import Opened, book_at, find_books, open_book, open_class
from .queries.cases import cases_of_class, not_taken
from .queries.class_progress import ClassProgress, class_progress
from .queries.columns import Column
from .queries.completion import SchoolProgress, completion
from .queries.evaluating import result_rows
from .queries.fullness import Fullness
from .queries.grids import book_grid, book_title, class_grid, class_title, in_records, part_name
from .queries.history import class_history_book, history, marks_book
from .queries.holding import marked_in
from .queries.lacking import lacking
from .queries.loading import Loaded
from .queries.locks import open_lock, open_locks
from .queries.observing import ChildYear, child_year
from .queries.own_child import OwnSubject, OwnYear, own_year
from .queries.progress import BookProgress, progress, progress_with_led
from .queries.projecting import ClassMarks, averages_if, class_marks, results_if
from .queries.pupils import PupilYear, SubjectMarks, marks_of_student, pupil_by_uid, years_of_pupil
from .queries.results import TermResult, show_results, term_results
from .queries.sheets import (
    LAST_GRADE,
    LAST_PRIMARY_GRADE,
    ObservationSheet,
    class_sheet,
    has_marks,
    is_preschool,
    is_primary,
    observed_in,
    sheet_of,
    term_of,
)
from .queries.spreads import EDGES, LEVELS, Group, histogram, spreads
from .queries.spreads import Wanted as WantedResults
from .queries.stages import Stage, stage_of
from .queries.standing import class_part_name, class_part_title, fingerprint, marks_title
from .queries.timeline import SubjectYear, YearSeen, timeline
from .queries.unfinished import unfinished
from .rules import engine, tt22_2021, tt27_2020, values
from .rules.rows import Fault, compute_lines
from .rules.rule_sets import RuleSet, register, registered, rule_set
from .rules.set_files import read_set, write_set

__all__ = [
    "EDGES",
    "LAST_GRADE",
    "LAST_PRIMARY_GRADE",
    "LEVELS",
    "Anomaly",
    "BookProgress",
    "ChildYear",
    "ClassMarks",
    "ClassProgress",
    "Column",
    "Conduct",
    "Edit",
    "Fault",
    "Fullness",
    "GradebookLocked",
    "GradebookUnlocked",
    "Group",
    "Loaded",
    "MarkRow",
    "MarksChanged",
    "ObservationSheet",
    "Opened",
    "OwnSubject",
    "OwnYear",
    "PrimaryMark",
    "PrimaryTraits",
    "PupilYear",
    "Result",
    "ResultsComputed",
    "RuleSet",
    "SchoolProgress",
    "SpecialCase",
    "Stage",
    "SubjectMarks",
    "SubjectYear",
    "TermLock",
    "TermResult",
    "Wanted",
    "WantedResults",
    "YearSeen",
    "anomalies",
    "averages_if",
    "book_at",
    "book_grid",
    "book_title",
    "cases_of_class",
    "child_year",
    "class_grid",
    "class_history_book",
    "class_marks",
    "class_part_name",
    "class_part_title",
    "class_progress",
    "class_sheet",
    "class_title",
    "completion",
    "compute_lines",
    "engine",
    "find_books",
    "fingerprint",
    "forget_arrivals",
    "forget_submissions",
    "grant_case",
    "has_marks",
    "histogram",
    "history",
    "hold_year",
    "in_records",
    "is_preschool",
    "is_primary",
    "know_marks",
    "lacking",
    "lift_case",
    "list_code",
    "lock_term",
    "make_room",
    "marked_in",
    "marks_book",
    "marks_of_student",
    "marks_title",
    "may",
    "not_taken",
    "observed_in",
    "open_book",
    "open_class",
    "open_ledger",
    "open_lock",
    "open_locks",
    "own_year",
    "part_name",
    "preview_marks",
    "progress",
    "progress_with_led",
    "pupil_by_uid",
    "read_edits",
    "read_set",
    "recompute",
    "register",
    "registered",
    "result_rows",
    "results_if",
    "rule_set",
    "save_conduct",
    "save_marks",
    "save_observations",
    "save_primary",
    "save_traits",
    "sheet_of",
    "show_results",
    "spreads",
    "stage_of",
    "term_of",
    "term_results",
    "timeline",
    "tt22_2021",
    "tt27_2020",
    "unfinished",
    "unlock_term",
    "values",
    "visible",
    "write_set",
    "years_of_pupil",
]
