"""One subject: how many marks, the average of a term and of the year, pass or fail.

Arrays have any leading shape (pupils, or classes × pupils × subjects) and hold what ``rules.values`` says.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ..values import FAILED, MISSING, NOT_TAKEN, PASSED, Codes, Marks, codes, count, half_up, marks

PASS_FAIL_REGULAR: Final = 2
PASS_FAIL_ASSESSMENTS: Final = PASS_FAIL_REGULAR + 2
"""Two regular, one midterm, one final assessment in a term of a pass/fail subject (Arts 6, 7)."""


@dataclass(frozen=True, slots=True)
class TermRules:
    """Numbers of Arts 6, 7 and 9(1).

    ``quotas``: lessons a year up to which a term has how many regular marks, ``most`` beyond; weights of the midterm
    and the final (a regular mark counts once), and of term II beside term I.
    """

    quotas: tuple[tuple[int, int], ...] = ((35, 2), (70, 3))
    most: int = 4
    midterm_weight: int = 2
    final_weight: int = 3
    term2_weight: int = 2


DEFAULT: Final = TermRules()


def regular_count(lessons: ArrayLike, rules: TermRules = DEFAULT) -> Codes:
    """Regular marks (ĐĐGtx) that a scored subject has in a term, by its lessons in a year (Art 6(2)(b)).

    Up to 35 lessons: 2; 36 to 70: 3; more than 70: 4.
    """
    quota = np.asarray(lessons, dtype=np.int32)
    number = np.full(quota.shape, rules.most, dtype=np.int8)
    for up_to, marks_a_term in reversed(rules.quotas):
        number = np.where(quota <= up_to, marks_a_term, number)
    return codes(number)


def minutes_of_test(lessons: int, *, specialised: bool = False) -> tuple[int, int]:
    """Shortest and longest time of a written midterm or final, in minutes (Art 7).

    45 up to 70 lessons a year, 60 to 90 beyond; up to 120 in a subject in which a class is specialised (môn chuyên),
    which differs from others in nothing else.
    """
    shortest, longest = (60, 90) if lessons > 70 else (45, 45)
    return (shortest, 120) if specialised else (shortest, longest)


def term_average(
    regular: ArrayLike, midterm: ArrayLike, final: ArrayLike, required: ArrayLike, rules: TermRules = DEFAULT
) -> Marks:
    """ĐTBmhk = (sum of regular + 2 × midterm + 3 × final) / (number of regular + 5), half up (Art 9(1)(b)).

    ``regular`` has one more dimension than the others: the regular marks of one pupil lie along the last
    axis. There is no average (``MISSING``) before ``required`` regular marks, the midterm and the final
    exist. A final of ``NOT_TAKEN`` gives ``NOT_TAKEN``.
    """
    tx, gk, ck = marks(regular), marks(midterm), marks(final)
    number = count(tx >= 0)
    weighted = np.einsum("...i->...", np.maximum(tx, 0)) + rules.midterm_weight * gk + rules.final_weight * ck
    complete = (number >= np.asarray(required)) & (number > 0) & (gk >= 0) & (ck >= 0)
    average = half_up(marks(np.where(complete, weighted, 0)), number + rules.midterm_weight + rules.final_weight)
    return marks(np.where(complete, average, np.where(ck == NOT_TAKEN, NOT_TAKEN, MISSING)))


def year_average(term1: ArrayLike, term2: ArrayLike, rules: TermRules = DEFAULT) -> Marks:
    """ĐTBmcn = (ĐTBmhkI + 2 × ĐTBmhkII) / 3 of the rounded averages of the terms, half up (Art 9(1)(b)).

    A subject that the pupil takes in one term only (the other is ``NOT_TAKEN``) has that term's average.
    """
    first, second = marks(term1), marks(term2)
    both = (first >= 0) & (second >= 0)
    total = marks(np.where(both, first + rules.term2_weight * second, 0))
    only = np.where(first == NOT_TAKEN, second, np.where(second == NOT_TAKEN, first, MISSING))
    return marks(np.where(both, half_up(total, 1 + rules.term2_weight), only))


def term_pass(assessments: ArrayLike, required: ArrayLike = PASS_FAIL_ASSESSMENTS, *, closed: bool = False) -> Codes:
    """A term's pass/fail result: ``PASSED`` if enough assessments exist and all are passed (Art 9(1)(a)).

    ``assessments`` (regular, midterm, final: 1, 0 or ``MISSING``) lie along the last axis. With fewer than
    ``required`` the result is ``MISSING`` while the term is open and ``FAILED`` once it is ``closed``.
    All ``NOT_TAKEN`` gives ``NOT_TAKEN``.
    """
    given = codes(assessments)
    failed = count(given == FAILED)
    enough = count(given == PASSED) + failed >= np.asarray(required)
    exempt = count(given == NOT_TAKEN) == given.shape[-1]
    unfinished = np.where(exempt, NOT_TAKEN, FAILED if closed else MISSING)
    return codes(np.where(enough, np.where(failed == 0, PASSED, FAILED), unfinished))


def year_pass(term1: ArrayLike, term2: ArrayLike) -> Codes:
    """The year's pass/fail result: that of term II, or of the only term it was taken (Art 9(1)(a))."""
    first, second = codes(term1), codes(term2)
    return codes(np.where(second == NOT_TAKEN, first, second))
