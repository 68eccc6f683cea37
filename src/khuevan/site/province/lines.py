"""Rows and arrays as lines of COPY's text format (PostgreSQL manual, COPY, File Formats)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

NULL = r"\N"
_MARKS = np.array([NULL, NULL, *map(str, range(101))], dtype=object)
"""Text of a mark: shifted by two, so that NOT_TAKEN and MISSING are NULL."""
_ELEMENTS = np.array(["NULL", "NULL", *map(str, range(101))], dtype=object)
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass
class Batch:
    """Lines of one table."""

    table: str
    columns: tuple[str, ...]
    lines: Iterable[str]


def line(row: Iterable[Any]) -> str:
    """One row of plain values."""
    return "\t".join(map(_field, row)) + "\n"


def _field(value: Any) -> str:
    if value is None:
        return NULL
    kind = type(value)
    if kind is str:
        return escaped(value) if not value.isprintable() or "\\" in value else value
    if kind is list:
        return "{" + ",".join(map(str, value)) + "}"
    return str(value)  # numbers, days, moments, identifiers


def escaped(value: str) -> str:
    """Text of any characters."""
    return value.translate(_ESCAPES)


def text(marks: NDArray[np.int16]) -> list[str]:
    """Marks as text, nothing as NULL."""
    return list(_MARKS[marks.astype(np.intp) + 2])


def array_text(marks: NDArray[np.int16], length: int) -> list[str]:
    """Rows of marks as PostgreSQL arrays of a given length."""
    cells = _ELEMENTS[marks[:, :length].astype(np.intp) + 2].tolist()
    return ["{" + ",".join(row) + "}" for row in cells]


def joined(*columns: Iterable[str] | str, count: int) -> Iterator[str]:
    """Lines of columns; a single string stands in every line."""
    spread = [[column] * count if isinstance(column, str) else column for column in columns]
    return ("\t".join(row) + "\n" for row in zip(*spread, strict=True))


def at(moment: datetime) -> str:
    """A moment as PostgreSQL reads it."""
    return moment.isoformat(sep=" ", timespec="seconds")
