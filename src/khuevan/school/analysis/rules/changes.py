"""The biggest changes between two results of the same pupils in the same subjects."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

NOTED = 10
"""A change of at least one mark (10 tenths) is shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """Of a pupil (row) in a subject (column), from and to in tenths."""

    row: int
    column: int
    before: int
    after: int

    @property
    def by(self) -> int:
        """How much more; less is negative."""
        return self.after - self.before

    @property
    def fall(self) -> int:
        """How much less, as a positive number."""
        return self.before - self.after


def biggest(before: ArrayLike, after: ArrayLike, most: int, noted: int = NOTED) -> list[Change]:
    """Changes of at least ``noted`` tenths where both are known, the biggest first, as many as ``most``.

    Arrays are P × S; equal ones keep the order of the list.
    """
    first, second = np.asarray(before, dtype=np.int16), np.asarray(after, dtype=np.int16)
    moved = np.where((first >= 0) & (second >= 0), np.abs(second - first), 0)
    order = np.argsort(-moved, axis=None, kind="stable")[:most]
    places = (divmod(int(one), first.shape[1]) for one in order if moved.flat[one] >= noted)
    return [Change(row, column, int(first[row, column]), int(second[row, column])) for row, column in places]
