"""Long tables as data: columns and lines, which ``{% lines table %}`` draws in a tenth of the time of a template."""

from collections.abc import Sequence
from typing import NamedTuple


class Column(NamedTuple):
    """A column by its head; ``number``: whole numbers, to the right, thousands apart."""

    label: str
    number: bool = False


class Linked(NamedTuple):
    """A text that leads somewhere."""

    text: str
    url: str


class Standing(NamedTuple):
    """A state of work by its code, in the words that are said of it here."""

    code: str
    words: str


Cell = str | int | Linked | Standing | None


class Table(NamedTuple):
    """Columns, and lines with a cell for each; ``name``: the place of the column that says whose line it is."""

    columns: Sequence[Column]
    lines: Sequence[Sequence[Cell]]
    name: int = 0
