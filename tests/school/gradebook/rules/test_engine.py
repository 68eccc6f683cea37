"""The engine on whole years: a province is graded as each of its pupils alone, read from the articles word by word."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.kernel.errors import Invalid
from khuevan.school.gradebook.rules import engine
from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules import tt27_2020 as tt27
from khuevan.school.gradebook.rules.rule_sets import TT22_2021, TT27_2020
from khuevan.school.gradebook.rules.values import MISSING, NOT_TAKEN

from .test_levels import adjusted

SCORED, PASSES = 8, 3
MARK = st.sampled_from([29, 34, 35, 49, 50, 64, 65, 79, 80, 90]) | st.integers(0, 100)
CODES = ["T", "K", "D", "CD"]
TERM = st.tuples(
    st.lists(st.lists(MARK, min_size=6, max_size=6), min_size=SCORED, max_size=SCORED),
    st.lists(st.lists(st.sampled_from([1, 1, 1, 1, 0]), min_size=4, max_size=4), min_size=PASSES, max_size=PASSES),
    st.integers(0, 3),
)
PUPIL = st.tuples(TERM, TERM, st.integers(0, 60))


def to_tenth(total, count):
    return int((Decimal(total) / 10 / count).quantize(Decimal("0.1"), ROUND_HALF_UP) * 10)


def by_hand(pupil):
    """Averages, levels, conduct, title and outcome of one pupil, without arrays."""
    (marks1, passes1, conduct1), (marks2, passes2, conduct2), absences = pupil
    terms = [[to_tenth(sum(m[:4]) + 2 * m[4] + 3 * m[5], 9) for m in term] for term in (marks1, marks2)]
    year = [to_tenth(one + 2 * two, 3) for one, two in zip(*terms, strict=True)]
    passes = [[int(0 not in one) for one in term] for term in (passes1, passes2)]
    reading = tt22.Reading.LEAVE_ONE_OUT
    levels = [adjusted(*both, reading)[1] for both in [(terms[0], passes[0]), (terms[1], passes[1]), (year, passes[1])]]
    table = {"T": "TTKK", "K": "KKKD", "D": "KDDD", "CD": "----"}
    letter = table[CODES[conduct2]][conduct1]
    conduct = "CD" if letter == "-" else letter
    title = "NONE" if (levels[2], conduct) != ("T", "T") else "EXCELLENT" if sum(y >= 90 for y in year) >= 6 else "GOOD"
    lacks = (levels[2] == "CD") + 2 * (conduct == "CD") if absences <= 45 else 3
    outcome = ["PROMOTED", "RETEST", "SUMMER_TRAINING", "HELD_BACK"][lacks]
    return [*terms, year], levels, conduct, title, outcome


def table_of(pupils):
    """The pupils as arrays, term results computed by the engine."""
    averages = {}
    for term in (1, 2):
        scored = np.array([one[term - 1][0] for one in pupils], dtype=np.int16)
        passes = np.array([one[term - 1][1] for one in pupils], dtype=np.int16)
        padded = np.concatenate([passes[..., :2], np.full((*passes.shape[:2], 2), NOT_TAKEN), passes[..., 2:]], axis=-1)
        marks = np.concatenate([scored, padded.astype(np.int16)], axis=1)
        required = np.array([4] * SCORED + [2] * PASSES, dtype=np.int8)
        by_score = np.arange(SCORED + PASSES) < SCORED
        given_marks = tt22.TermMarks(marks[..., :4], marks[..., 4], marks[..., 5], required, by_score)
        averages[term] = engine.term_results(TT22_2021, given_marks)
    return tt22.YearTable(
        subjects=[f"S{n}" for n in range(SCORED + PASSES)],
        scored=SCORED,
        averages=averages,
        retests=np.full((len(pupils), SCORED + PASSES), MISSING, dtype=np.int16),
        conduct={term: np.array([one[term - 1][2] for one in pupils], dtype=np.int8) for term in (1, 2)},
        retrained=np.full(len(pupils), MISSING, dtype=np.int8),
        absences=np.array([one[2] for one in pupils], dtype=np.int32),
    )


def said(table, results, n):
    averages = [part[n, :SCORED].tolist() for part in (*table.averages.values(), results.year)]
    levels = [tt22.Level(results.levels[term].final[n]).name for term in (1, 2, 3)]
    conduct = tt22.Level(results.conduct[3][n]).name
    return averages, levels, conduct, tt22.Award(results.award[n]).name, tt22.Outcome(results.outcome[n]).name


@settings(max_examples=15)
@given(st.lists(PUPIL, min_size=1, max_size=6))
def test_a_province_is_graded_like_its_pupils_one_by_one_by_hand(pupils):
    table = table_of(pupils)
    results = engine.year_results(TT22_2021, table)
    assert [said(table, results, n) for n in range(len(pupils))] == [by_hand(one) for one in pupils]


@settings(max_examples=12)
@given(PUPIL, st.integers(0, SCORED - 1), st.integers(0, 5), st.integers(0, 1), st.integers(0, 100))
def test_a_better_mark_never_lowers_a_level_nor_the_outcome(pupil, subject, place, term, better):
    raised = [([list(m) for m in marks], passes, conduct) for marks, passes, conduct in pupil[:2]]
    marks = raised[term][0][subject]
    marks[place] = max(marks[place], better)
    results = engine.year_results(TT22_2021, table_of([pupil, (*raised, pupil[2])]))
    for which in (1, 2, 3):
        before, after = results.levels[which].final
        assert after <= before
    assert results.outcome[1] <= results.outcome[0]


@settings(max_examples=12)
@given(PUPIL, st.permutations(range(SCORED)))
def test_the_order_of_subjects_changes_nothing(pupil, order):
    mixed = [([marks[n] for n in order], passes, conduct) for marks, passes, conduct in pupil[:2]]
    results = engine.year_results(TT22_2021, table_of([pupil, (*mixed, pupil[2])]))
    assert all(len(set(results.levels[term].final.tolist())) == 1 for term in (1, 2, 3))
    assert len(set(results.outcome.tolist())) == len(set(results.award.tolist())) == 1


def test_a_pupil_with_a_plan_has_the_decision_of_the_principal_and_no_other():
    good = ([[80] * 6] * SCORED, [[1] * 4] * PASSES, 0)
    table = table_of([(good, good, 0)] * 3)
    table.planned = np.array([False, True, True])
    table.decided = np.array([MISSING, MISSING, tt22.Outcome.HELD_BACK], dtype=np.int8)
    outcomes = engine.year_results(TT22_2021, table).outcome.tolist()
    assert outcomes == [tt22.Outcome.PROMOTED, MISSING, tt22.Outcome.HELD_BACK]


def test_in_primary_school_the_principal_decides_about_who_did_not_complete():
    table = tt27.PrimaryTable(
        subjects=np.array([[2], [2], [0]], dtype=np.int8),
        traits=np.zeros((3, 1), dtype=np.int8),
        tests=np.full((3, 1), 90, dtype=np.int16),
        recognised=np.zeros(3, dtype=np.bool_),
        decided=np.array([MISSING, tt27.Outcome.HELD_BACK, MISSING], dtype=np.int8),
    )
    outcomes = engine.year_results(TT27_2020, table).outcome.tolist()
    assert outcomes == [tt27.Outcome.SUPPORT, tt27.Outcome.HELD_BACK, tt27.Outcome.PROMOTED]


def test_rules_of_another_level_are_refused():
    with pytest.raises(Invalid, match="TT27-2020"):
        engine.year_results(TT27_2020, table_of([(([[80] * 6] * 8, [[1] * 4] * 3, 0),) * 2 + (0,)]))


@pytest.mark.parametrize("grade", range(6, 13))
def test_the_last_grades_complete_a_level(grade):
    assert bool(tt22.completion_text(grade)) == (grade in (9, 12))
