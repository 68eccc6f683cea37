"""The end of a year of pupils in grades 1 to 5: arrays in, arrays out; P pupils in rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..values import Codes, Marks
from .levels import Rules, award, outcome, year_level


@dataclass
class PrimaryTable:
    """The end of a year under TT 27/2020: levels of subjects (P × S) and traits (P × 15), tests in tenths (P × S),
    recognition (P). ``decided``: the ``Outcome`` that the principal decided (P), ``MISSING`` where none; ``None``
    where there are none (Art. 11).
    """

    subjects: Codes
    traits: Codes
    tests: Marks
    recognised: NDArray[np.bool_]
    decided: Codes | None = None


@dataclass
class PrimaryResults:
    """Level of the year, award and outcome of each pupil."""

    level: Codes
    award: Codes
    outcome: Codes


def year_results(table: PrimaryTable, rules: Rules) -> PrimaryResults:
    """What the rules say of a year of primary pupils."""
    level = year_level(table.subjects, table.traits, table.tests, rules)
    computed = outcome(level)
    if table.decided is not None:
        computed = np.where(table.decided >= 0, table.decided, computed).astype(np.int8)
    return PrimaryResults(level, award(level, table.recognised), computed)
