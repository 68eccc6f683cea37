"""What follows from marks and conduct, for one class or a whole school at once: arrays in, arrays out.

Rows are pupils, columns are subjects: scored ones first, those assessed by comments after them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..rules import tt22_2021 as tt22
from ..rules import tt27_2020 as tt27
from ..rules.rule_sets import SecondaryRules
from ..rules.values import MISSING, Codes, Marks

YEAR = 3


@dataclass
class YearTable:
    """A year of pupils under TT 22/2021. ``averages`` of terms 1 and 2, tenths or in pass subjects 1 and 0.

    ``absences`` in half-days, ``MISSING`` if not counted.
    """

    subjects: Sequence[str]
    scored: int
    averages: dict[int, Marks]
    retests: Marks
    conduct: dict[int, Codes]
    retrained: Codes
    absences: NDArray[np.int32]


@dataclass
class YearResults:
    """What the rules say, by term (1, 2, 3) or of the year. ``year`` averages are before re-tests, ``final`` after."""

    year: Marks
    final: Marks
    levels: dict[int, tt22.Levels] = field(default_factory=dict)
    conduct: dict[int, Codes] = field(default_factory=dict)
    award: Codes = field(default_factory=lambda: np.empty(0, np.int8))
    outcome: Codes = field(default_factory=lambda: np.empty(0, np.int8))


def compute(table: YearTable, rules: SecondaryRules) -> YearResults:
    """Averages of the year, levels of terms and year, conduct of the year, awards and promotion."""
    n = table.scored
    first, second = table.averages[1], table.averages[2]
    year = np.hstack([tt22.year_average(first[:, :n], second[:, :n]), tt22.year_pass(first[:, n:], second[:, n:])])
    final = tt22.replace_results(year, table.retests)
    results = YearResults(year.astype(np.int16), final.astype(np.int16))
    for term, averages in ((1, first), (2, second), (YEAR, final)):
        results.levels[term] = tt22.level(averages[:, :n], averages[:, n:], rules.levels)
    before = tt22.conduct_year(table.conduct[1], table.conduct[2])
    after = np.where(table.retrained >= 0, table.retrained, before).astype(np.int8)
    results.conduct = {1: table.conduct[1], 2: table.conduct[2], YEAR: after}
    results.award = tt22.award(after, results.levels[YEAR].final, final[:, :n], rules.year)
    results.outcome = _outcome(table, year, before, results, rules)
    return results


def _outcome(table: YearTable, year: Marks, before: Codes, results: YearResults, rules: SecondaryRules) -> Codes:
    """Promotion before the summer; after it for those whose re-tests and training are all done."""
    n = table.scored
    study = tt22.level(year[:, :n], year[:, n:], rules.levels).final
    asked = np.hstack(tt22.retest_subjects(year[:, :n], year[:, n:], before, study, rules.year))
    taken = table.retests >= 0
    # Only as many re-tests as the level needs are written (Art. 14): one of them may be enough to be promoted.
    reached = results.levels[YEAR].final
    lifted = taken.any(axis=1) & (reached >= 0) & (reached <= tt22.Level.D)
    done = lifted | (taken.any(axis=1) & ~(asked & ~taken).any(axis=1)) | (table.retrained >= 0)
    spring = tt22.promotion(before, study, table.absences, rules=rules.year)
    autumn = tt22.promotion(results.conduct[YEAR], reached, table.absences, after_summer=True, rules=rules.year)
    return np.where(done, autumn, spring).astype(np.int8)


@dataclass
class PrimaryTable:
    """The end of a year of pupils under TT 27/2020: levels of subjects and traits, tests in tenths, recognition."""

    subjects: Codes
    traits: Codes
    tests: Marks
    recognised: NDArray[np.bool_]


@dataclass
class PrimaryResults:
    """Level of the year, award and outcome of each pupil."""

    level: Codes
    award: Codes
    outcome: Codes


def compute_primary(table: PrimaryTable, rules: tt27.Rules) -> PrimaryResults:
    """What the rules say of a year of a primary class."""
    level = tt27.year_level(table.subjects, table.traits, table.tests, rules)
    return PrimaryResults(level, tt27.award(level, table.recognised), tt27.outcome(level))


def level_code(value: int) -> str:
    """``0`` → ``T``; "" while missing."""
    return tt22.Level(value).name if value >= 0 else ""


def year_level_code(value: int) -> str:
    """Level of a primary year; "" while missing."""
    return tt27.YearLevel(value).name if value >= 0 else ""


def small_name(kind: type[tt22.Award] | type[tt22.Outcome] | type[tt27.Award] | type[tt27.Outcome], value: int) -> str:
    """The stored code of an award or an outcome: its name in small letters; "" for none or while missing."""
    return "" if value == MISSING or (value == 0 and kind.__name__ == "Award") else kind(value).name.lower()
