"""Which pupils may fall to a lower level: the rule engine is asked again with each subject a little lower.

Nothing here knows what a level asks for: ``judge`` is the engine (TT 22/2021 Art. 9), so an amended set of rules is
followed without change. It takes the averages of N lines (N × S, tenths) with the pupil of each line (N), and gives
their levels (N, 0 the best, negative while missing).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Judge = Callable[[NDArray[np.int16], NDArray[np.intp]], NDArray[np.int8]]
STEP = 3
"""How much lower a single average is tried, in tenths: less than one test moves it."""
LOWEST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Risk:
    """A pupil (row) at ``level``, who has the lowest level already (``lower`` is ``None``) or would come to ``lower``
    if one of ``columns`` were `STEP` lower.
    """

    row: int
    level: int
    lower: int | None
    columns: tuple[int, ...]


def at_risk(averages: NDArray[np.int16], scored: int, judge: Judge, step: int = STEP) -> list[Risk]:
    """The pupils at risk in the order of the list; the first ``scored`` columns of ``averages`` (P × S) are tried."""
    n = len(averages)
    if n == 0 or scored == 0:
        return []
    pupils = np.arange(n, dtype=np.intp)
    now = judge(averages, pupils)
    lines = np.repeat(averages[:, None, :], scored, axis=1)
    tried = np.arange(scored)
    own = averages[:, :scored]
    lines[:, tried, tried] = np.where(own >= 0, np.maximum(own - step, 0), own)
    then = judge(lines.reshape(n * scored, -1), np.repeat(pupils, scored)).reshape(n, scored)
    falls = (now[:, None] >= 0) & (then > now[:, None])
    return [_risk(row, int(now[row]), then[row], falls[row]) for row in range(n) if _matters(now[row], falls[row])]


def _matters(level: int, falls: NDArray[np.bool_]) -> bool:
    return level == LOWEST_LEVEL or bool(falls.any())


def _risk(row: int, level: int, then: NDArray[np.int8], falls: NDArray[np.bool_]) -> Risk:
    if level == LOWEST_LEVEL:
        return Risk(row, level, None, ())
    return Risk(row, level, int(then[falls].max()), tuple(np.flatnonzero(falls).tolist()))
