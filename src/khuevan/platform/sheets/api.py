"""The door of sheets."""

from .actions.memory import confirm_columns
from .adapters.opening import open_file, open_paste
from .adapters.refusals import Unreadable
from .models import Matching
from .ports import Incoming, Target, Wanted, Written, register, target
from .queries.dry_run import commented_file, dry_run, said
from .queries.memory import proposal_for
from .rules.cells import Fault, Sheet, Workbook, address
from .rules.judging import Record, changes
from .rules.layouts import Field, Kind, Layout
from .rules.matching import Guess, Proposal
from .rules.problems import Problem
from .rules.reading import read_table
from .rules.rows import Rows, Verdict, cell_address
from .rules.tables import Skipped, Table
from .rules.values import Column, Value, read_column, shown

__all__ = [
    "Column",
    "Fault",
    "Field",
    "Guess",
    "Incoming",
    "Kind",
    "Layout",
    "Matching",
    "Problem",
    "Proposal",
    "Record",
    "Rows",
    "Sheet",
    "Skipped",
    "Table",
    "Target",
    "Unreadable",
    "Value",
    "Verdict",
    "Wanted",
    "Workbook",
    "Written",
    "address",
    "cell_address",
    "changes",
    "commented_file",
    "confirm_columns",
    "dry_run",
    "open_file",
    "open_paste",
    "proposal_for",
    "read_column",
    "read_table",
    "register",
    "said",
    "shown",
    "target",
]
