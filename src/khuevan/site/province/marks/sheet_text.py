"""What a sheet says, as text: looked up in tables for the whole school at once, because it has millions of cells.

Every list is by column and term (0, 1) and has one string a pupil. Tables of two marks save every second look-up.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..lines import NULL
from . import ledger, phrases
from .secondary import MOST_REGULAR, YearSheet
from .talents import PROFILES

Texts = NDArray[np.object_]
Lists = list[list[list[str]]]
_MARKS = range(-2, 101)
"""Not taken, missing, 0 to 100 tenths."""
_GROUPS = 3


class SheetText:
    """The cells of COPY's lines in the order of the class lists, those of the ledger in its own (``order``)."""

    def __init__(self, sheet: YearSheet, averages: Mapping[int, NDArray[np.int16]], order: NDArray[np.intp]) -> None:
        average = np.stack([averages[1], averages[2]], axis=2)
        regular, midterm, final = sheet.regular, sheet.midterm, sheet.final
        self.seen = np.where(average >= 0, average, np.where(midterm >= 0, midterm, regular[..., 0]))
        first, second, third, fourth = (regular[..., n] for n in range(MOST_REGULAR))
        count = np.broadcast_to(sheet.required[:, :, None], midterm.shape)
        longer = np.where(count > 3, _look(_elements_end, third, fourth), _one(_element_end)[third + 2])
        rest = np.where(count > 2, longer, "}")
        self.regular = _lists(_look(_elements, first, second) + rest)
        self.rest = _lists(_look(_fields, midterm, final) + _one(_field)[average + 2])
        scored = np.arange(len(sheet.codes))[:, None] < sheet.scored
        self.final = _lists(_cells(scored, final, key="ck")[order])
        marks = _cells(scored, midterm, first, key="gk tx1") + _cells(scored, second, third, key="tx2 tx3")
        self.marks = _lists((marks + _cells(scored, fourth, key="tx4"))[order])
        self.retests = _cells(scored[:, 0], sheet.retests, key="retest")[order].T.tolist()
        self.order, self.sheet = order, sheet

    def say(self, picks: NDArray[np.intp]) -> None:
        """Choose comments, which fit the marks, by random numbers of pupils × columns × terms."""
        bands = np.minimum(np.searchsorted(-np.array(phrases.BANDS), -self.seen.astype(int)), len(phrases.BANDS) - 1)
        groups = np.array([PROFILES[code][1] for code in self.sheet.codes])[:, None]
        scored = np.arange(len(groups))[:, None] < self.sheet.scored
        failed = len(phrases.BANDS) * _GROUPS + (self.seen == 0)
        banks = np.where(scored, groups * len(phrases.BANDS) + bands, failed)
        texts, prints, starts, lengths = _banks()
        found = starts[banks] + picks % lengths[banks]
        self.comments, self.prints = _lists(texts[found]), _lists(prints[found][self.order])


def _lists(cells: Texts) -> Lists:
    """Pupils × columns × terms as lists by column and term."""
    return cells.transpose(1, 2, 0).tolist()


def _cells(scored: NDArray[np.bool_], *marks: NDArray[np.int16], key: str) -> Texts:
    """Cells of the ledger, for marks or for what is passed or not, as the column is."""
    table = _cell_table if len(marks) == 1 else _cell_pairs
    place = marks[0].astype(np.intp) + 2
    for more in marks[1:]:
        place = place * len(_MARKS) + more + 2
    return np.where(scored, table(key, True)[place], table(key, False)[place])


@cache
def _cell_table(key: str, scored: bool) -> Texts:
    return np.array((ledger.scores if scored else ledger.passes)(key, np.array(_MARKS).clip(max=100 if scored else 1)))


@cache
def _cell_pairs(keys: str, scored: bool) -> Texts:
    one, other = (_cell_table(key, scored) for key in keys.split())
    return (one[:, None] + other[None, :]).ravel()


@cache
def _one(text: Callable[[int], str]) -> Texts:
    return np.array([text(mark) for mark in _MARKS], dtype=object)


@cache
def _two(text: Callable[[int, int], str]) -> Texts:
    return np.array([text(one, other) for one in _MARKS for other in _MARKS], dtype=object)


def _look(text: Callable[[int, int], str], one: NDArray[np.int16], other: NDArray[np.int16]) -> Texts:
    return _two(text)[(one.astype(np.intp) + 2) * len(_MARKS) + other + 2]


def _field(mark: int) -> str:
    return str(mark) if mark >= 0 else NULL


def _fields(one: int, other: int) -> str:
    return f"{_field(one)}\t{_field(other)}\t"


def _element(mark: int) -> str:
    return str(mark) if mark >= 0 else "NULL"


def _elements(one: int, other: int) -> str:
    return f"{{{_element(one)},{_element(other)}"


def _element_end(one: int) -> str:
    return f",{_element(one)}}}"


def _elements_end(one: int, other: int) -> str:
    return f",{_element(one)},{_element(other)}}}"


@cache
def _banks() -> tuple[Texts, Texts, NDArray[np.intp], NDArray[np.intp]]:
    """All comments, the ledger's cells of them, where each bank begins and how many it has: by group and band, then
    those of subjects that are passed and failed."""
    bands = range(len(phrases.BANDS))
    banks = [phrases.of_band(group, band) for group in range(_GROUPS) for band in bands]
    banks += [phrases.of_pass(True), phrases.of_pass(False)]
    lengths = np.array([len(bank) for bank in banks])
    texts = [text for bank in banks for text in bank]
    cells = np.array(ledger.comments(texts), dtype=object)
    return np.array(texts, dtype=object), cells, np.cumsum(lengths) - lengths, lengths
