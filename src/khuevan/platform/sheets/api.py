"""The door of sheets."""

from .actions.imports import decide, order_check, order_undo, order_write, receive, receive_sheet, table_of
from .actions.memory import confirm_columns
from .actions.telling import far
from .actions.work import orderer
from .adapters.filling import fill_cells
from .adapters.opening import open_file, open_paste
from .adapters.printing import Page, PageHead, paper_file
from .adapters.refusals import Unreadable
from .adapters.writing import list_file
from .events import ListWritten
from .models import Import, Matching, Staged
from .ports import Incoming, Target, Wanted, Written, families_of, register, register_family, target, targets_of
from .queries.dry_run import commented_file, dry_run, said
from .queries.heads import proposal_of
from .queries.history import Line, Standing, commented, import_by_uid, imports, lines, standing
from .queries.memory import proposal_for
from .queries.templates import Filled, fill_members, fill_template
from .rules.cells import Fault, Sheet, Workbook, address
from .rules.judging import changes
from .rules.layouts import Field, Kind, Layout
from .rules.matching import Guess, Proposal
from .rules.problems import NOTE, Problem
from .rules.reading import read_table
from .rules.records import Record
from .rules.rows import Rows, Verdict, cell_address, refuse_twice
from .rules.tables import Skipped, Table
from .rules.values import Column, Value, read_column, shown

__all__ = [
    "NOTE",
    "Column",
    "Fault",
    "Field",
    "Filled",
    "Guess",
    "Import",
    "Incoming",
    "Kind",
    "Layout",
    "Line",
    "ListWritten",
    "Matching",
    "Page",
    "PageHead",
    "Problem",
    "Proposal",
    "Record",
    "Rows",
    "Sheet",
    "Skipped",
    "Staged",
    "Standing",
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
    "commented",
    "commented_file",
    "confirm_columns",
    "decide",
    "dry_run",
    "families_of",
    "far",
    "fill_cells",
    "fill_members",
    "fill_template",
    "import_by_uid",
    "imports",
    "lines",
    "list_file",
    "open_file",
    "open_paste",
    "order_check",
    "order_undo",
    "order_write",
    "orderer",
    "paper_file",
    "proposal_for",
    "proposal_of",
    "read_column",
    "read_table",
    "receive",
    "receive_sheet",
    "refuse_twice",
    "register",
    "register_family",
    "said",
    "shown",
    "standing",
    "table_of",
    "target",
    "targets_of",
]
