"""A paper as tables of cells, before it becomes a PDF or a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None
"""Words, a count, a number with one decimal (a mark, a percent), or nothing."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: heading, heading that it shares with its neighbours, share of the width; ``left`` for words."""

    label: str
    group: str = ""
    share: float = 1
    upright: bool = False
    left: bool = False


NUMBER = Head("STT", share=0.9)
NAME = Head("Họ và tên", share=5.5, left=True)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``name`` is short, for a sheet; ``signs``: offices that sign, with names that are known."""

    title: str
    name: str
    lead: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    signs: Sequence[tuple[str, str]] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Tables under a title. ``running`` stands at the head of each page; with ``facts`` there is a cover.

    ``law`` names the regulation whose form it follows. ``file``: name of the file, without its ending.
    """

    title: str
    subtitle: str
    running: str
    law: str
    file: str
    tables: Sequence[Table]
    facts: Sequence[tuple[str, str]] = ()


def in_words(cell: Cell) -> str:
    """``8.5`` → ``8,5``, ``3`` → ``3``, nothing for nothing."""
    if cell is None:
        return ""
    return f"{cell:.1f}".replace(".", ",") if isinstance(cell, float) else str(cell)


def tenths(value: int | None) -> float | None:
    """``85`` → ``8.5``, of which no arithmetic is made."""
    return None if value is None or value < 0 else value / 10


def numbered(name: str, remark: str) -> str:
    """A name with what stands under it in the class list."""
    return f"{name} ({remark})" if remark else name
