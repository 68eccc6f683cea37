"""The door of sheets."""

from .actions.memory import confirm_columns
from .adapters.opening import open_file, open_paste
from .adapters.refusals import Unreadable
from .models import Matching
from .queries.memory import proposal_for
from .rules.cells import Fault, Sheet, Workbook, address
from .rules.layouts import Field, Kind, Layout
from .rules.matching import Guess, Proposal
from .rules.problems import Problem
from .rules.reading import read_table
from .rules.tables import Skipped, Table
from .rules.values import Column, Value, read_column, shown

__all__ = [
    "Column",
    "Fault",
    "Field",
    "Guess",
    "Kind",
    "Layout",
    "Matching",
    "Problem",
    "Proposal",
    "Sheet",
    "Skipped",
    "Table",
    "Unreadable",
    "Value",
    "Workbook",
    "address",
    "confirm_columns",
    "open_file",
    "open_paste",
    "proposal_for",
    "read_column",
    "read_table",
    "shown",
]
