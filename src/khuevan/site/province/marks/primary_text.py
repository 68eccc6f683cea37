"""What a class of a primary school is told, as text: looked up in tables for all subjects and times at once."""

from functools import cache, reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from ..lines import NULL
from . import ledger, phrases
from .rulings import tt27

Texts = NDArray[np.object_]
Lists = list[list[list[str]]]
LEVELS, GROWN = ("", "", *"THC"), ("", "", *"TDC")
"""Codes of levels, shifted by two: not taken and missing are nothing."""
_BEGIN = (0, 5, 8)
"""Where qualities, general and specific competences begin."""
_NOTHING = '""'
_MARKS = range(-2, 101)


class MarkText:
    """By subject and time lists of what every pupil got: lines of COPY in the order of the class list, ``said`` and
    ``got`` of the ledger in its own (``order``)."""

    def __init__(
        self, levels: NDArray[np.int8], tests: NDArray[np.int16], picks: NDArray[np.intp], order: NDArray[np.intp]
    ) -> None:
        texts, prints, starts, lengths = _banks()
        found = starts[levels + 2] + picks % lengths[levels + 2]
        both = (levels.astype(np.intp) + 2) * len(_MARKS) + tests + 2
        fields, cells = _level_and_test()
        self.lines = _lists(fields[both] + texts[found])
        self.cells = _lists((prints[found] + cells[both])[order])


class TraitText:
    """By time and pupil: ``groups``, the columns of qualities and competences; ``cells`` of them in the ledger, whose
    keys come before all others; ``worst``, the lowest level."""

    def __init__(self, traits: NDArray[np.int8]) -> None:
        codes = [trait.code for trait in tt27.TRAITS]
        fields = [_column(n)[traits[:, n] + 2] for n in range(len(codes))]
        cells = [_cells(code)[traits[:, codes.index(code)] + 2] for code in sorted(codes)]
        self.groups, self.cells = reduce(add, fields).T.tolist(), reduce(add, cells).T.tolist()
        self.worst = traits.max(axis=1).T.tolist()


def _lists(cells: Texts) -> Lists:
    """Pupils × subjects × times as lists by subject and time."""
    return cells.transpose(1, 2, 0).tolist()


@cache
def _column(n: int) -> Texts:
    """A trait as an element of the array of its group."""
    first, last = "{" if n in _BEGIN else ",", "}\t" if n + 1 in _BEGIN else "}" if n + 1 == len(tt27.TRAITS) else ""
    return np.array([f"{first}{code or _NOTHING}{last}" for code in GROWN], dtype=object)


@cache
def _cells(key: str) -> Texts:
    return np.array([f'"{key}":"{code}",' if code else "" for code in GROWN], dtype=object)


@cache
def _level_and_test() -> tuple[Texts, Texts]:
    """Columns of COPY, cells of the ledger."""
    fields = [f"{code}\t{test if test >= 0 else NULL}\t" for code in LEVELS for test in _MARKS]
    cells = [
        (f'"level":"{code}",' if code else "") + (f'"test":{test // 10},' if test >= 10 else "")
        for code in LEVELS
        for test in _MARKS
    ]
    return np.array(fields, dtype=object), np.array(cells, dtype=object)


@cache
def _banks() -> tuple[Texts, Texts, NDArray[np.intp], NDArray[np.intp]]:
    """All comments, the ledger's cells of them, where the bank of each level begins and how many it has; nothing is
    said of a level that is missing."""
    banks = [[""], [""], *(phrases.of_primary(level) for level in range(3))]
    lengths = np.array([len(bank) for bank in banks])
    texts = [text for bank in banks for text in bank]
    cells = np.array(ledger.comments(texts), dtype=object)
    return np.array(texts, dtype=object), cells, np.cumsum(lengths) - lengths, lengths
