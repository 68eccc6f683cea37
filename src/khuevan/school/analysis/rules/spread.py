"""How averages spread: counted in bands, with mean and median. Whole tenths throughout.

The bands are the bars of TT 22/2021/TT-BGDĐT Art. 9(2): below 3,5, from 3,5, 5,0, 6,5 and 8,0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from khuevan.kernel.marks import half_up

LEAST = 5
"""Fewer results than these are not told as a spread: few pupils could be recognised, and it would say nothing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """``n`` results; mean, median, lowest, highest in tenths, ``None`` of nothing; ``bands`` the lowest first."""

    n: int
    mean: int | None
    median: int | None
    low: int | None
    high: int | None
    bands: tuple[int, ...]

    @property
    def told(self) -> bool:
        """Whether there are enough to be told."""
        return self.n >= LEAST


def spread(tenths: ArrayLike, edges: Sequence[int]) -> Spread:
    """The spread of a subject's averages; negative ones (missing, not taken) are left out.

    ``edges``: where bands begin, rising. The median of an even number is the lower of the two in the middle.
    """
    values = np.sort(np.asarray(tenths, dtype=np.int16).ravel())
    values = values[values >= 0]
    n = len(values)
    bands = tuple(np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1).tolist())
    if n == 0:
        return Spread(0, None, None, None, None, bands)
    middle = int(values[(n - 1) // 2])
    return Spread(n, half_up(int(values.sum(dtype=np.int64)), n), middle, int(values[0]), int(values[-1]), bands)


def shares(bands: Sequence[int]) -> list[tuple[int, int]]:
    """Where each band begins and how wide it is in a bar 100 wide; the widths add up to 100, nothing of nothing."""
    total = sum(bands)
    if not total:
        return []
    ends = [half_up(100 * sum(bands[: place + 1]), total) for place in range(len(bands))]
    return [(start, end - start) for start, end in zip([0, *ends], ends, strict=False)]
