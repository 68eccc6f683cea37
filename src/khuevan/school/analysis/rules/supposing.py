"""Finals that are supposed: for marks that are not there yet, or in place of those that are."""

import numpy as np
from numpy.typing import NDArray

from khuevan.kernel.marks import HIGHEST

Marks = NDArray[np.int16]
MISSING = -1


def supposed(final: Marks, columns: list[int], value: int, *, everybody: bool) -> Marks:
    """Finals (P × S) with ``value`` in ``columns``: where one is missing, or for ``everybody`` who takes it."""
    made = final.copy()
    part = made[:, columns]
    made[:, columns] = np.where((part == MISSING) | (everybody & (part >= 0)), value, part)
    return made


def so_far(regular: Marks, midterm: Marks) -> Marks:
    """What stands for a missing midterm or final: the mean of the marks that are there (P × S), the midterm twice.

    Half up; ``MISSING`` where there is none. Weights: TT 22/2021 Art. 9(1).
    """
    weight = (regular >= 0).sum(axis=-1) + 2 * (midterm >= 0)
    total = np.maximum(regular, 0).sum(axis=-1) + 2 * np.maximum(midterm, 0)
    known = np.maximum(weight, 1)
    return np.where(weight > 0, (2 * total + known) // (2 * known), MISSING).astype(np.int16)


def least(reached: NDArray[np.bool_]) -> int | None:
    """The lowest mark (tenths) from which a goal is reached and stays reached; ``reached`` by marks 0 … 100."""
    missed = np.flatnonzero(~reached)
    first = int(missed[-1]) + 1 if len(missed) else 0
    return first if first <= HIGHEST else None
