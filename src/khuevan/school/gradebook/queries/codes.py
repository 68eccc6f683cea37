"""What the engine's numbers are called in the tables."""

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from ..rules import tt22_2021 as tt22
from ..rules import tt27_2020 as tt27


def named(values: ArrayLike, names: list[str]) -> list[str]:
    """``names`` of numbers from 0 on; "" for ``MISSING``."""
    found: list[str] = np.array([*names, ""], dtype=object)[np.asarray(values, dtype=np.int64)].tolist()
    return found


def _small(kind: type[IntEnum]) -> list[str]:
    return ["" if one.name == "NONE" else one.name.lower() for one in kind]


LEVELS, PRIMARY_LEVELS = [one.name for one in tt22.Level], [one.name for one in tt27.YearLevel]
AWARDS, OUTCOMES = _small(tt22.Award), _small(tt22.Outcome)
PRIMARY_AWARDS, PRIMARY_OUTCOMES = _small(tt27.Award), _small(tt27.Outcome)
