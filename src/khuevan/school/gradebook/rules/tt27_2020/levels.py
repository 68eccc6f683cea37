"""Thông tư 27/2020/TT-BGDĐT: assessment of primary pupils, grades 1 to 5.

The page ``docs/rules/tt27-2020.md`` explains the algorithm with examples. Test marks are tenths like all
marks (90 = 9) and always whole; ``MISSING`` and ``NOT_TAKEN`` mean what ``rules.values`` says.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ..values import MISSING, Codes, Mask, codes, marks, rows


class SubjectLevel(IntEnum):
    """How a pupil does in a subject or activity (Art 7); the member's name is the stored code."""

    T = 0
    H = 1
    C = 2


class TraitLevel(IntEnum):
    """How far a quality or competence has grown (Art 7); the member's name is the stored code."""

    T = 0
    D = 1
    C = 2


class YearLevel(IntEnum):
    """The result of the year (Art 9); the member's name is the stored code."""

    HTXS = 0
    HTT = 1
    HT = 2
    CHT = 3


class Award(IntEnum):
    """Titles at the end of a year (Art 13)."""

    NONE = 0
    TYPICAL = 1
    EXCELLENT = 2


class Outcome(IntEnum):
    """What becomes of a pupil after a year (Art 11)."""

    PROMOTED = 0
    SUPPORT = 1
    HELD_BACK = 2


SUBJECT_LEVELS: Final = {
    SubjectLevel.T: "Hoàn thành tốt",
    SubjectLevel.H: "Hoàn thành",
    SubjectLevel.C: "Chưa hoàn thành",
}
TRAIT_LEVELS: Final = {TraitLevel.T: "Tốt", TraitLevel.D: "Đạt", TraitLevel.C: "Cần cố gắng"}
YEAR_LEVELS: Final = {
    YearLevel.HTXS: "Hoàn thành xuất sắc",
    YearLevel.HTT: "Hoàn thành tốt",
    YearLevel.HT: "Hoàn thành",
    YearLevel.CHT: "Chưa hoàn thành",
}
AWARDS: Final = {
    Award.NONE: "",
    Award.TYPICAL: "Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện",
    Award.EXCELLENT: "Học sinh Xuất sắc",
}
OUTCOMES: Final = {
    Outcome.PROMOTED: "Được lên lớp",
    Outcome.SUPPORT: "Hướng dẫn, giúp đỡ và đánh giá bổ sung",
    Outcome.HELD_BACK: "Chưa được lên lớp",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A level is reached if no subject, no trait and no end-of-year test is worse than these."""

    level: YearLevel
    worst_subject: SubjectLevel
    worst_trait: TraitLevel
    lowest_test: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The bars from the best to the lowest level, and the lowest mark of a test (tenths)."""

    bars: tuple[Bar, ...] = (
        Bar(YearLevel.HTXS, SubjectLevel.T, TraitLevel.T, lowest_test=90),
        Bar(YearLevel.HTT, SubjectLevel.T, TraitLevel.T, lowest_test=70),
        Bar(YearLevel.HT, SubjectLevel.H, TraitLevel.D, lowest_test=50),
    )
    lowest_mark: int = 10


DEFAULT: Final = Rules()


def is_test_mark(values: ArrayLike, rules: Rules = DEFAULT) -> Mask:
    """Where values are allowed marks of a test: whole, from the lowest to 10 (Art 7)."""
    tenths = marks(values)
    allowed: Mask = (tenths >= rules.lowest_mark) & (tenths <= 100) & (tenths % 10 == 0)
    return allowed


def year_level(subjects: ArrayLike, traits: ArrayLike, tests: ArrayLike, rules: Rules = DEFAULT) -> Codes:
    """The ``YearLevel`` of each pupil (Art 9(2)), ``MISSING`` while a value of the year's end is missing.

    ``subjects``: pupils × subjects and activities (``SubjectLevel``), ``traits``: pupils × qualities and
    competences (``TraitLevel``), ``tests``: pupils × end-of-year tests (tenths).
    """
    done, grown, tested = (rows(marks(values)) for values in (subjects, traits, tests))
    level = np.full(len(done), YearLevel.CHT, dtype=np.int8)
    for bar in reversed(rules.bars):
        reached = (done <= bar.worst_subject).all(axis=1) & (grown <= bar.worst_trait).all(axis=1)
        reached &= ((tested < 0) | (tested >= bar.lowest_test)).all(axis=1)
        level[reached] = bar.level
    for values in (done, grown, tested):
        level[(values == MISSING).any(axis=1)] = MISSING
    level[(done < 0).all(axis=1)] = MISSING
    return level


def award(level: ArrayLike, recognised: ArrayLike) -> Codes:
    """The ``Award`` of each pupil (Art 13).

    Xuất sắc for HTXS; Tiêu biểu for HTT where the class ``recognised`` (true/false) an outstanding result
    in a subject or clear progress in a quality or competence.
    """
    reached = codes(level)
    typical = (reached == YearLevel.HTT) & np.asarray(recognised, dtype=np.bool_)
    awarded = np.where(reached == YearLevel.HTXS, Award.EXCELLENT, np.where(typical, Award.TYPICAL, Award.NONE))
    return codes(awarded)


def outcome(level: ArrayLike) -> Codes:
    """The ``Outcome`` of each pupil (Art 11): completed → promoted, not → support and new assessment.

    After the support the new level decides, and for who still has not completed the principal does:
    ``Outcome.PROMOTED`` or ``Outcome.HELD_BACK`` is then a person's decision, not a computed value.
    """
    reached = codes(level)
    known = np.where(reached == YearLevel.CHT, Outcome.SUPPORT, Outcome.PROMOTED)
    return codes(np.where(reached < 0, MISSING, known))


def completion_text(grade: int) -> str:
    """What the transcript says of a pupil who completed a grade (Art 11)."""
    return "Hoàn thành chương trình tiểu học" if grade == 5 else f"Hoàn thành chương trình lớp {grade}"
