"""The end of the year: conduct, promotion, summer, re-tests, awards (Arts 8, 12 to 15)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ..values import FAILED, MISSING, Codes, Marks, Mask, codes, marks, rows
from .levels import Level


class Outcome(IntEnum):
    """What becomes of a pupil after a year."""

    PROMOTED = 0
    RETEST = 1
    SUMMER_TRAINING = 2
    HELD_BACK = 3


OUTCOMES: Final = {
    Outcome.PROMOTED: "Được lên lớp",
    Outcome.RETEST: "Kiểm tra, đánh giá lại trong kì nghỉ hè",
    Outcome.SUMMER_TRAINING: "Rèn luyện trong kì nghỉ hè",
    Outcome.HELD_BACK: "Không được lên lớp",
}


class Award(IntEnum):
    """Titles at the end of a year; there are none for a term."""

    NONE = 0
    GOOD = 1
    EXCELLENT = 2


AWARDS: Final = {Award.NONE: "", Award.GOOD: "Học sinh Giỏi", Award.EXCELLENT: "Học sinh Xuất sắc"}


@dataclass(frozen=True, slots=True)
class YearRules:
    """Numbers of Arts 12, 14 and 15; marks in tenths, absences in half-days (buổi)."""

    most_absences: int = 45
    retest_below: int = 50
    excellent_mark: int = 90
    excellent_count: int = 6


DEFAULT: Final = YearRules()

_T, _K, _D, _CD = Level
_CONDUCT_YEAR: Final = np.array(
    # term I:  T    K    D   CD      term II
    [
        [_T, _T, _K, _K],  # Tốt
        [_K, _K, _K, _D],  # Khá
        [_K, _D, _D, _D],  # Đạt
        [_CD, _CD, _CD, _CD],  # Chưa đạt
    ],
    dtype=np.int8,
)


def conduct_year(term1: ArrayLike, term2: ArrayLike) -> Codes:
    """Conduct (rèn luyện) of the year from its terms (Art 8); ``MISSING`` if one is missing."""
    first, second = codes(term1), codes(term2)
    known = (first >= 0) & (second >= 0)
    return codes(np.where(known, _CONDUCT_YEAR[second, first], MISSING))


def promotion(
    conduct: ArrayLike,
    study: ArrayLike,
    absences: ArrayLike,
    *,
    after_summer: bool = False,
    rules: YearRules = DEFAULT,
) -> Codes:
    """The ``Outcome`` of each pupil (Art 12), ``MISSING`` while something is not known.

    Promoted: conduct and study of the year at least Đạt and at most 45 half-days absent. Before the summer a
    pupil who only lacks study may be re-tested (Art 14), one who only lacks conduct trains (Art 13). Who
    lacks both, or was absent too often, is held back; so is, ``after_summer``, everybody who still lacks
    something.
    """
    rl, ht, away = codes(conduct), codes(study), np.asarray(absences, dtype=np.int32)
    behaved, learned, present = rl <= Level.D, ht <= Level.D, away <= rules.most_absences
    outcome = np.where(behaved & learned & present, Outcome.PROMOTED, Outcome.HELD_BACK)
    if not after_summer:
        outcome = np.where(behaved & ~learned & present, Outcome.RETEST, outcome)
        outcome = np.where(~behaved & learned & present, Outcome.SUMMER_TRAINING, outcome)
    unknown = (rl < 0) | (ht < 0) | (away < 0)
    return codes(np.where(unknown, MISSING, outcome))


def retest_subjects(
    scored: ArrayLike, passes: ArrayLike, conduct: ArrayLike, study: ArrayLike, rules: YearRules = DEFAULT
) -> tuple[Mask, Mask]:
    """Which year results may be assessed anew (Art 14): masks shaped like ``scored`` and ``passes``.

    Only for pupils with conduct at least Đạt and study Chưa đạt: averages below 5,0 and failed subjects.
    """
    averages, results = rows(marks(scored)), rows(marks(passes))
    rl, ht = np.atleast_1d(codes(conduct)), np.atleast_1d(codes(study))
    eligible = ((rl >= 0) & (rl <= Level.D) & (ht == Level.CD))[:, None]
    return eligible & (averages >= 0) & (averages < rules.retest_below), eligible & (results == FAILED)


def replace_results(year: ArrayLike, retested: ArrayLike) -> Marks:
    """Year results with re-test results in their place, better or worse (Art 14); negative = no re-test."""
    before, after = marks(year), marks(retested)
    return np.where(after >= 0, after, before)


def award(conduct: ArrayLike, study: ArrayLike, scored: ArrayLike, rules: YearRules = DEFAULT) -> Codes:
    """The ``Award`` of each pupil (Art 15): both levels Tốt; Xuất sắc with 6 averages of 9,0 or more."""
    rl, ht = np.atleast_1d(codes(conduct)), np.atleast_1d(codes(study))
    good = (rl == Level.T) & (ht == Level.T)
    high = (rows(marks(scored)) >= rules.excellent_mark).sum(axis=1) >= rules.excellent_count
    return codes(np.where(good, np.where(high, Award.EXCELLENT, Award.GOOD), Award.NONE))


def completion_text(grade: int) -> str:
    """What the transcript says of a pupil who was promoted out of the last grade of a level (Art 12); else ""."""
    return _COMPLETIONS.get(grade, "")


_COMPLETIONS: Final = {
    9: "Hoàn thành chương trình trung học cơ sở",
    12: "Hoàn thành chương trình trung học phổ thông",
}
