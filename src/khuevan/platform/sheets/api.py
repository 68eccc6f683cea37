"""The door of sheets."""

from .adapters.opening import open_file, open_paste
from .adapters.refusals import Unreadable
from .rules.cells import Fault, Sheet, Workbook, address
from .rules.reading import read_table
from .rules.tables import Skipped, Table

__all__ = [
    "Fault",
    "Sheet",
    "Skipped",
    "Table",
    "Unreadable",
    "Workbook",
    "address",
    "open_file",
    "open_paste",
    "read_table",
]
