"""The level of study results over all subjects of a term or a year: Tốt, Khá, Đạt, Chưa đạt (Art 9(2), (3)).

The bars are data, so an amended circular is another ``LevelRules`` in ``rule_sets``.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ..values import FAILED, MISSING, Codes, Marks, Mask, count, marks, rows


class Level(IntEnum):
    """Levels of study results and of conduct; the member's name is the stored code, 0 is the best."""

    T = 0
    K = 1
    D = 2
    CD = 3


LEVELS: Final = {Level.T: "Tốt", Level.K: "Khá", Level.D: "Đạt", Level.CD: "Chưa đạt"}


class Reading(Enum):
    """How to find the "duy nhất 01 môn học" that alone pulled a level down: Art 9(3) leaves it open."""

    LEAVE_ONE_OUT = "leave-one-out"
    """Judge the other subjects as if this one were not taken."""
    SUBSTITUTE_PASS = "substitute-pass"
    """Judge all subjects as if this one had the best result."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a level asks for.

    No scored subject below ``floor`` (tenths), at least ``strong_count`` of them at ``strong`` or above, and
    no more than ``fails`` pass/fail subjects failed.
    """

    level: Level
    floor: int
    strong: int
    strong_count: int
    fails: int


@dataclass(frozen=True, slots=True)
class LevelRules:
    """The bars from the best to the lowest level and the way the adjustment is read."""

    bars: tuple[Bar, ...] = (
        Bar(Level.T, floor=65, strong=80, strong_count=6, fails=0),
        Bar(Level.K, floor=50, strong=65, strong_count=6, fails=0),
        Bar(Level.D, floor=35, strong=50, strong_count=6, fails=1),
    )
    adjust_towards: tuple[Level, ...] = (Level.T, Level.K)
    adjust_gap: int = 2
    reading: Reading = Reading.LEAVE_ONE_OUT


@dataclass(frozen=True, slots=True)
class Levels:
    """Per pupil: the level by the bars, the level after Art 9(3), and the subject that caused the step.

    ``raw`` and ``final`` are ``Level`` numbers, or ``MISSING`` while a subject's result is missing.
    ``adjusted_by`` counts the columns of ``scored``, then those of ``passes``; ``MISSING`` where nothing
    changed.
    """

    raw: Codes
    final: Codes
    adjusted_by: Codes


DEFAULT: Final = LevelRules()


def level(scored: ArrayLike, passes: ArrayLike, rules: LevelRules = DEFAULT) -> Levels:
    """Levels of pupils (rows) from averages ``scored`` and results ``passes`` by subject (columns).

    Pupils with different subjects share the arrays: a subject somebody does not take is ``NOT_TAKEN``.
    """
    averages, results = rows(marks(scored)), rows(marks(passes))
    raw = np.full(len(averages), Level.CD, dtype=np.int8)
    for bar in reversed(rules.bars):
        raw[_Against(bar, averages, results).reached] = bar.level
    incomplete = count(averages == MISSING) + count(results == MISSING) > 0
    untaken = count(averages >= 0) + count(results >= 0) == 0
    raw[incomplete | untaken] = MISSING

    final, adjusted_by = raw.copy(), np.full(len(raw), MISSING, dtype=np.int8)
    low = np.flatnonzero(raw >= rules.adjust_gap)
    culprits = _culprits(averages[low], results[low], raw[low], rules)
    lifted = culprits.any(axis=1)
    final[low[lifted]] -= 1
    if lifted.any():
        adjusted_by[low[lifted]] = culprits[lifted].argmax(axis=1)
    return Levels(raw, final, adjusted_by)


def _culprits(averages: Marks, results: Marks, raw: Codes, rules: LevelRules) -> Mask:
    """Pupils × subjects: but for this one the level would be Tốt or Khá and at least two steps higher."""
    found = np.zeros((len(raw), averages.shape[1] + results.shape[1]), dtype=np.bool_)
    for bar in rules.bars:
        if bar.level in rules.adjust_towards:
            far = raw - bar.level >= rules.adjust_gap
            found |= far[:, None] & _Against(bar, averages, results).reached_but_for_one(rules.reading)
    return found


class _Against:
    """Subjects held against one bar."""

    def __init__(self, bar: Bar, averages: Marks, results: Marks) -> None:
        self.bar = bar
        self.taken = averages >= 0
        self.below = self.taken & (averages < bar.floor)
        self.strong = averages >= bar.strong
        self.failed = results == FAILED
        self.n_below = count(self.below)
        self.n_strong = count(self.strong)
        self.n_failed = count(self.failed)

    @property
    def reached(self) -> Mask:
        bar = self.bar
        held: Mask = (self.n_below == 0) & (self.n_strong >= bar.strong_count)
        held &= self.n_failed <= bar.fails
        return held

    def reached_but_for_one(self, reading: Reading) -> Mask:
        """Pupils × (scored, then pass/fail) subjects: whether the bar is reached but for this subject."""
        bar = self.bar
        strong = self.n_strong[:, None] - self.strong
        if reading is Reading.SUBSTITUTE_PASS:
            strong = strong + 1
        others_hold = (self.n_below[:, None] == self.below) & (strong >= bar.strong_count)
        no_fails = (self.n_failed <= bar.fails)[:, None]
        marks_hold = ((self.n_below == 0) & (self.n_strong >= bar.strong_count))[:, None]
        fails_hold = self.n_failed[:, None] - self.failed <= bar.fails
        return np.hstack([self.taken & others_hold & no_fails, self.failed & marks_hold & fails_hold])
