"""A year of pupils in grades 6 to 12, from the marks of a term to promotion: arrays in, arrays out.

Rows are pupils, columns are subjects: P pupils, S subjects, of which the first ``scored`` have scores and the others
are assessed by comments. One pupil, a class, a school and a province differ only in P.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..values import MISSING, NOT_TAKEN, Codes, Marks, Mask
from .averages import term_average, term_pass, year_average, year_pass
from .levels import Level, Levels, level
from .parameters import SecondaryRules
from .year import award, conduct_year, promotion, replace_results, retest_subjects

YEAR = 3


@dataclass
class TermMarks:
    """Marks of one term. ``regular`` P × S × places, ``midterm`` and ``final`` P × S, tenths or, by comments, 1 and 0;
    ``required`` regular marks and ``scored`` (has scores?), each S or P × S.
    """

    regular: Marks
    midterm: Marks
    final: Marks
    required: NDArray[np.int8]
    scored: Mask


@dataclass
class YearTable:
    """A year of pupils under TT 22/2021. ``averages`` of terms 1 and 2, tenths or in pass subjects 1 and 0 (P × S),
    ``retests`` P × S, ``conduct`` of terms 1 and 2 and ``retrained`` P, ``absences`` in half-days, ``MISSING`` if not
    counted. ``planned``: pupils with a disability who follow a plan of their own; ``decided``: the ``Outcome`` that
    the principal decided for them, ``MISSING`` while open (Art. 11); ``None`` where there are none.
    """

    subjects: Sequence[str]
    scored: int
    averages: dict[int, Marks]
    retests: Marks
    conduct: dict[int, Codes]
    retrained: Codes
    absences: NDArray[np.int32]
    planned: Mask | None = None
    decided: Codes | None = None


@dataclass
class YearResults:
    """What the rules say, by term (1, 2, 3) or of the year. ``year`` averages are before re-tests, ``final`` after."""

    year: Marks
    final: Marks
    levels: dict[int, Levels] = field(default_factory=dict)
    conduct: dict[int, Codes] = field(default_factory=dict)
    award: Codes = field(default_factory=lambda: np.empty(0, np.int8))
    outcome: Codes = field(default_factory=lambda: np.empty(0, np.int8))


def term_results(given: TermMarks, rules: SecondaryRules) -> Marks:
    """Results of a term's subjects (P × S): averages in tenths, by comments 1 or 0, ``MISSING``, ``NOT_TAKEN``."""
    averages = term_average(given.regular, given.midterm, given.final, given.required, rules.terms)
    if np.all(given.scored):
        return averages
    given_all = np.concatenate([given.regular, given.midterm[..., None], given.final[..., None]], axis=-1)
    # Places beyond those of a subject are NOT_TAKEN or MISSING: neither counts as an assessment.
    exempt = given.final == NOT_TAKEN
    passes = np.where(exempt, NOT_TAKEN, term_pass(given_all, given.required + 2))
    return np.where(given.scored, averages, passes).astype(np.int16)


def year_results(table: YearTable, rules: SecondaryRules) -> YearResults:
    """Averages of the year, levels of terms and year, conduct of the year, awards and promotion."""
    n = table.scored
    first, second = table.averages[1], table.averages[2]
    year = np.hstack([year_average(first[:, :n], second[:, :n], rules.terms), year_pass(first[:, n:], second[:, n:])])
    final = replace_results(year, table.retests)
    results = YearResults(year.astype(np.int16), final.astype(np.int16))
    *by_term, study = _levels((first, second, final, year), n, rules)
    results.levels = dict(zip((1, 2, YEAR), by_term, strict=True))
    before = conduct_year(table.conduct[1], table.conduct[2])
    after = np.where(table.retrained >= 0, table.retrained, before).astype(np.int8)
    results.conduct = {1: table.conduct[1], 2: table.conduct[2], YEAR: after}
    results.award = award(after, results.levels[YEAR].final, final[:, :n], rules.year)
    results.outcome = _by_principal(table, _outcome(table, year, before, study.final, results, rules))
    return results


def _levels(parts: Sequence[Marks], scored: int, rules: SecondaryRules) -> list[Levels]:
    """The levels of each part (P × S) at once: for a class, calls take longer than what they do."""
    whole = np.vstack(parts)
    found = level(whole[:, :scored], whole[:, scored:], rules.levels)
    cut = [one.reshape(len(parts), -1) for one in (found.raw, found.final, found.adjusted_by)]
    return [Levels(*one) for one in zip(*cut, strict=True)]


def _by_principal(table: YearTable, outcome: Codes) -> Codes:
    """Pupils with a plan of their own have the principal's decision, never a computed one (Art. 11)."""
    if table.planned is None:
        return outcome
    decided = np.full_like(outcome, MISSING) if table.decided is None else table.decided
    return np.where(table.planned, decided, outcome).astype(np.int8)


def _outcome(
    table: YearTable, year: Marks, before: Codes, study: Codes, results: YearResults, rules: SecondaryRules
) -> Codes:
    """Promotion before the summer; after it for those whose re-tests and training are all done."""
    n = table.scored
    asked = np.hstack(retest_subjects(year[:, :n], year[:, n:], before, study, rules.year))
    taken = table.retests >= 0
    # Only as many re-tests as the level needs are written (Art. 14): one of them may be enough to be promoted.
    reached = results.levels[YEAR].final
    lifted = taken.any(axis=1) & (reached >= 0) & (reached <= Level.D)
    done = lifted | (taken.any(axis=1) & ~(asked & ~taken).any(axis=1)) | (table.retrained >= 0)
    spring = promotion(before, study, table.absences, rules=rules.year)
    autumn = promotion(results.conduct[YEAR], reached, table.absences, after_summer=True, rules=rules.year)
    return np.where(done, autumn, spring).astype(np.int8)
