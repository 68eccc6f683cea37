"""What a spreadsheet is to us: sheets of cells, before anybody knows what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

BLANK = ""
"""An empty cell."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that its program could not compute: ``#REF!``; ``""`` where the formula was never computed."""

    text: str = ""

    def __str__(self) -> str:
        return self.text


Cell = str | int | float | bool | date | datetime | time | timedelta | Fault
"""Text, number, yes or no, date or time, fault; ``BLANK`` is an empty cell."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass(slots=True)
class Sheet:
    """The used part of one sheet. ``rows[0][0]`` is the cell at row ``top``, column ``left``, counted from 0.

    ``hidden`` says that the sheet is; ``hidden_columns`` counts like ``left``. Merged areas hold their value in the
    first cell.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    top: int = 0
    left: int = 0
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: Sequence[Area] = ()

    @property
    def width(self) -> int:
        """Columns of the used part."""
        return max(map(len, self.rows), default=0)


@dataclass(slots=True)
class Workbook:
    """A file that was read. ``kind`` is xlsx, xls, ods, csv, html or text; ``notes`` is what its owner should know."""

    kind: str
    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)


def column_letters(index: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """``A`` → 0, ``AA`` → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """``(0, 0)`` → ``A1``."""
    return f"{column_letters(column)}{row + 1}"


def is_blank(cell: Cell | None) -> bool:
    """Nothing, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell | None) -> str:
    """A cell as its owner reads it: whole numbers without a fraction, dates as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}".replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def squared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, all as wide as the widest; blank rows at the end are left out."""
    while rows and all(map(is_blank, rows[-1])):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row if len(row) == width else row + [BLANK] * (width - len(row)) for row in rows]
