import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules.tt22_2021 import Award, Level, Outcome
from khuevan.school.gradebook.rules.values import MISSING, NOT_TAKEN

LEVEL = st.integers(0, 3)
SCORED = st.lists(st.integers(0, 100), min_size=8, max_size=8)


@given(LEVEL, LEVEL)
def test_better_conduct_in_a_term_never_worsens_the_year(first, second):
    year = tt22.conduct_year(first, second)
    assert tt22.conduct_year(max(first - 1, 0), second) <= year
    assert tt22.conduct_year(first, max(second - 1, 0)) <= year


@pytest.mark.parametrize(("first", "second"), [(MISSING, 0), (0, MISSING), (MISSING, MISSING)])
def test_no_conduct_of_the_year_without_both_terms(first, second):
    assert tt22.conduct_year(first, second) == MISSING


@pytest.mark.parametrize("known", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_no_outcome_while_something_is_unknown(known):
    assert tt22.promotion(*known) == MISSING


def test_every_pupil_has_exactly_the_outcome_of_the_articles():
    for conduct, study, absences in itertools.product(range(4), range(4), (0, 45, 46, 100)):
        behaved, learned, present = conduct <= 2, study <= 2, absences <= 45
        if behaved and learned and present:
            expected = Outcome.PROMOTED
        elif present and behaved:
            expected = Outcome.RETEST
        elif present and learned:
            expected = Outcome.SUMMER_TRAINING
        else:
            expected = Outcome.HELD_BACK
        assert tt22.promotion(conduct, study, absences) == expected


def test_the_limit_of_absences_is_a_parameter():
    assert tt22.promotion(0, 0, 46, rules=tt22.YearRules(most_absences=50)) == Outcome.PROMOTED


@given(SCORED, st.lists(st.integers(0, 1), min_size=4, max_size=4), LEVEL)
def test_retested_are_only_the_weak_subjects_of_who_may(scored, passes, conduct):
    study = tt22.level(scored, passes).final
    again, failed_again = tt22.retest_subjects(scored, passes, [conduct], study)
    allowed = conduct <= Level.D and study[0] == Level.CD
    assert again[0].tolist() == [allowed and mark < 50 for mark in scored]
    assert failed_again[0].tolist() == [allowed and result == 0 for result in passes]


def test_subjects_not_taken_or_without_result_are_not_retested():
    again, failed_again = tt22.retest_subjects([[NOT_TAKEN, MISSING, 40]], [[NOT_TAKEN, MISSING]], [0], [3])
    assert again.tolist() == [[False, False, True]]
    assert not failed_again.any()


def test_a_retest_replaces_the_result_even_when_it_is_worse():
    assert tt22.replace_results([48, 30, 70], [45, 60, MISSING]).tolist() == [45, 60, 70]


@given(SCORED, LEVEL, LEVEL)
def test_titles_are_for_the_best_level_in_both(scored, conduct, study):
    title = tt22.award([conduct], [study], scored)[0]
    if conduct or study:
        assert title == Award.NONE
    else:
        excellent = sum(mark >= 90 for mark in scored) >= 6
        assert title == (Award.EXCELLENT if excellent else Award.GOOD)


def test_an_unknown_level_has_no_title():
    assert tt22.award([MISSING, 0], [0, MISSING], np.full((2, 8), 100)).tolist() == [Award.NONE, Award.NONE]


def test_every_code_has_a_vietnamese_name():
    assert set(tt22.LEVELS) == set(Level)
    assert set(tt22.OUTCOMES) == set(Outcome)
    assert set(tt22.AWARDS) == set(Award)
