"""Spread, changes, risk and suppositions, without a database."""

import numpy as np
import pytest

from khuevan.school.analysis.rules.changes import biggest
from khuevan.school.analysis.rules.risk import at_risk
from khuevan.school.analysis.rules.spread import shares, spread
from khuevan.school.analysis.rules.supposing import least, so_far, supposed
from khuevan.school.gradebook.api import EDGES, tt22_2021

N = -1


def judge(lines, _rows):
    return tt22_2021.level(lines, np.empty((len(lines), 0), np.int16)).final


def test_a_spread_counts_every_result_once_in_the_band_of_its_bar():
    found = spread([34, 35, 49, 50, 64, 65, 79, 80, 100, N, -2], EDGES)
    assert (found.n, found.bands) == (9, (1, 2, 2, 2, 2))
    assert (found.low, found.median, found.high) == (34, 64, 100)
    assert found.mean == 62  # 556 / 9 = 61,78


def test_a_spread_of_nothing_says_nothing():
    found = spread([N, -2], EDGES)
    assert (found.n, found.mean, found.median, found.told) == (0, None, None, False)


@pytest.mark.parametrize(("n", "told"), [(4, False), (5, True)])
def test_few_results_are_not_told(n, told):
    assert spread([70] * n, EDGES).told is told


@pytest.mark.parametrize("bands", [(1, 1, 1), (0, 0, 7), (33, 33, 34, 0, 1)])
def test_a_bar_is_full(bands):
    parts = shares(bands)
    assert sum(width for _start, width in parts) == 100
    assert all(width == 0 for n, (_start, width) in zip(bands, parts, strict=True) if n == 0)


def test_changes_come_by_size_and_only_where_both_are_known():
    before = np.array([[50, 80], [70, N], [60, 60]])
    after = np.array([[65, 71], [90, 90], [69, 50]])
    found = [(one.row, one.column, one.by) for one in biggest(before, after, 10)]
    assert found == [(1, 0, 20), (0, 0, 15), (2, 1, -10)]
    assert len(biggest(before, after, 2)) == 2


def test_risk_names_the_subjects_that_pull_a_level_down():
    safe, near, low, unknown = [90] * 8, [80] * 6 + [66, 90], [80] * 4 + [30] * 4, [90] * 7 + [N]
    found = at_risk(np.array([safe, near, low, unknown], np.int16), 8, judge)
    assert [(one.row, one.level, one.lower) for one in found] == [(1, 0, 1), (2, 3, None)]
    assert found[0].columns == (6,)  # 6,6 → 6,3 breaks the floor of 6,5; one 8,0 less leaves six with the 9,0


def test_risk_follows_the_engine_it_is_given():
    lines = np.full((1, 3), 90, np.int16)
    assert at_risk(lines, 3, lambda some, _rows: (some.min(axis=1) < 90).astype(np.int8))[0].columns == (0, 1, 2)
    assert at_risk(np.empty((0, 3), np.int16), 3, judge) == []


def test_supposed_finals_stand_where_none_is_unless_for_everybody():
    final = np.array([[N, 70], [80, N], [-2, 60]], np.int16)
    assert supposed(final, [0], 65, everybody=False).tolist() == [[65, 70], [80, N], [-2, 60]]
    assert supposed(final, [0, 1], 65, everybody=True).tolist() == [[65, 65], [65, 65], [-2, 65]]


def test_the_mean_so_far_weighs_the_midterm_twice():
    regular = np.array([[[80, 70], [N, N], [N, N]]], np.int16)
    assert so_far(regular, np.array([[65, 50, N]], np.int16)).tolist() == [[70, 50, N]]


@pytest.mark.parametrize(("from_", "expected"), [(0, 0), (65, 65), (101, None)])
def test_the_least_mark_that_reaches_a_goal(from_, expected):
    assert least(np.arange(101) >= from_) == expected
