"""Rows and arrays as lines of COPY's text format (PostgreSQL manual, COPY, File Formats)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
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
    """Lines of one table, in pieces of one or more, as text or in UTF-8 already."""

    table: str
    columns: tuple[str, ...]
    lines: Iterable[str | bytes]


def line(row: Iterable[Any]) -> str:
    """One row of plain values."""
    return "\t".join([_TEXT.get(type(value), str)(value) for value in row]) + "\n"


def _plain(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else escaped(value)


@lru_cache(4096)
def _moment(value: date) -> str:
    return str(value)


def escaped(value: str) -> str:
    """Text of any characters."""
    return value.translate(_ESCAPES)


_TEXT: dict[type, Callable[[Any], str]] = {
    str: _plain,
    int: int.__repr__,
    type(None): lambda _: NULL,
    list: lambda value: "{" + ",".join(map(str, value)) + "}",
    date: _moment,  # the same few stand in thousands of rows
    datetime: _moment,
}
"""How values of a type are written; those that are missing, as ``str`` does."""


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
