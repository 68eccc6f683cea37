"""What the arrays of the rule engine hold.

Marks are whole numbers of tenths (85 = 8,5), pass/fail results 1 and 0, levels small numbers with 0 the best.
Two negative numbers stand for what is not there, and every rule passes them on:

``MISSING``    the pupil takes the subject, the value is not there yet: whatever is computed from it is
missing too; ``NOT_TAKEN``  the pupil does not take the subject (another elective, exempt, not taught this
term): left out.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

MISSING: Final = -1
NOT_TAKEN: Final = -2
FAILED: Final = 0
PASSED: Final = 1

Marks = NDArray[np.int16]
"""Tenths 0 … 100, ``MISSING`` or ``NOT_TAKEN``."""
Codes = NDArray[np.int8]
"""Pass/fail results, levels or outcomes, ``MISSING`` or ``NOT_TAKEN``."""
Mask = NDArray[np.bool_]


def marks(values: ArrayLike) -> Marks:
    """Values as an array of marks."""
    return np.asarray(values, dtype=np.int16)


def codes(values: ArrayLike) -> Codes:
    """Values as an array of codes."""
    return np.asarray(values, dtype=np.int8)


def rows(array: Marks) -> Marks:
    """The same as pupils × subjects; a single pupil is one row."""
    return array.reshape(1, -1) if array.ndim == 1 else array


def count(mask: Mask) -> Codes:
    """How many are true along the last axis (a subject's marks, a pupil's subjects); much faster than ``sum``."""
    counted: Codes = np.einsum("...i->...", mask.view(np.int8))
    return counted


def half_up(numerator: Marks, denominator: Codes | int) -> Marks:
    """Fractions of sums of marks to the nearest whole number, halves up, no float (TT 22/2021, Art 5)."""
    below = np.asarray(denominator, dtype=np.int16)
    return marks((2 * numerator + below) // (2 * below))
