import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules.tt22_2021 import Level, LevelRules, Reading
from khuevan.school.gradebook.rules.values import MISSING, NOT_TAKEN

# Marks around the bars, where levels change, and any others.
MARK = st.sampled_from([29, 34, 35, 49, 50, 64, 65, 79, 80, 90]) | st.integers(0, 100)
SCORED = st.lists(MARK, min_size=5, max_size=9)
PASSES = st.lists(st.sampled_from([1, 1, 1, 0]), min_size=4, max_size=4)
READING = st.sampled_from(Reading)


def level_of(scored: list[int], passes: list[int]) -> str:
    """Art 9(2), word by word, for one pupil."""
    marks, fails = [mark / 10 for mark in scored], passes.count(0)
    if fails == 0 and all(m >= 6.5 for m in marks) and sum(m >= 8.0 for m in marks) >= 6:
        return "T"
    if fails == 0 and all(m >= 5.0 for m in marks) and sum(m >= 6.5 for m in marks) >= 6:
        return "K"
    if fails <= 1 and sum(m >= 5.0 for m in marks) >= 6 and not any(m < 3.5 for m in marks):
        return "D"
    return "CD"


def adjusted(scored: list[int], passes: list[int], reading: Reading) -> tuple[str, str, int]:
    """Art 9(3) for one pupil: raw level, final level, number of the subject or -1."""
    order = ["T", "K", "D", "CD"]
    raw = level_of(scored, passes)
    spare = {Reading.LEAVE_ONE_OUT: ([], []), Reading.SUBSTITUTE_PASS: ([100], [1])}[reading]
    without = [(scored[:i] + spare[0] + scored[i + 1 :], passes) for i in range(len(scored))]
    without += [(scored, passes[:i] + spare[1] + passes[i + 1 :]) for i in range(len(passes))]
    for i, others in enumerate(without):
        reached = level_of(*others)
        if reached in ("T", "K") and order.index(raw) - order.index(reached) >= 2:
            return raw, order[order.index(raw) - 1], i
    return raw, raw, -1


def graded(scored, passes, reading=Reading.LEAVE_ONE_OUT):
    levels = tt22.level(scored, passes, LevelRules(reading=reading))
    return Level(levels.raw[0]).name, Level(levels.final[0]).name, int(levels.adjusted_by[0])


@given(SCORED, PASSES, READING)
@example([65, 65, 65, 65, 65, 50, 30], [1, 1, 1, 1], Reading.SUBSTITUTE_PASS)
@example([90, 90, 90, 90, 90, 90, 20], [1, 1, 1, 1], Reading.LEAVE_ONE_OUT)
@example([90, 90, 90, 90, 90, 90], [0, 1, 1, 1], Reading.LEAVE_ONE_OUT)
@example([90, 90, 90, 90, 90, 90, 30], [0, 1, 1, 1], Reading.SUBSTITUTE_PASS)
def test_the_engine_reads_the_article_as_a_person_does(scored, passes, reading):
    assert graded(scored, passes, reading) == adjusted(scored, passes, reading)


@given(st.lists(st.tuples(st.lists(MARK, min_size=8, max_size=8), PASSES), min_size=1, max_size=20), READING)
def test_a_class_is_graded_like_its_pupils_one_by_one(pupils, reading):
    scored, passes = [list(column) for column in zip(*pupils, strict=True)]
    levels = tt22.level(scored, passes, LevelRules(reading=reading))
    together = [
        (Level(raw).name, Level(final).name, int(by))
        for raw, final, by in zip(levels.raw, levels.final, levels.adjusted_by, strict=True)
    ]
    assert together == [graded(*pupil, reading) for pupil in pupils]


@given(SCORED, PASSES, READING, st.integers(0, 8), st.integers(0, 100))
def test_a_fallen_mark_never_improves_a_level(scored, passes, reading, place, lower):
    fallen = list(scored)
    fallen[place % len(scored)] = min(lower, scored[place % len(scored)])
    before, after = graded(scored, passes, reading), graded(fallen, passes, reading)
    assert Level[after[0]] >= Level[before[0]]
    assert Level[after[1]] >= Level[before[1]]


@given(SCORED, PASSES, READING, st.integers(0, 3))
def test_a_failed_subject_never_improves_a_level(scored, passes, reading, place):
    failed = [*passes[:place], 0, *passes[place + 1 :]]
    assert Level[graded(scored, failed, reading)[1]] >= Level[graded(scored, passes, reading)[1]]


@given(SCORED, PASSES, READING)
def test_the_step_is_one_and_never_to_the_top(scored, passes, reading):
    raw, final, by = graded(scored, passes, reading)
    assert Level[raw] - Level[final] == (1 if by >= 0 else 0)
    assert final != "T" or raw == "T"


@given(SCORED, PASSES, READING, st.randoms(use_true_random=False))
def test_the_order_of_subjects_does_not_matter(scored, passes, reading, chance):
    mixed = chance.sample(scored, len(scored)), chance.sample(passes, len(passes))
    assert graded(*mixed, reading)[:2] == graded(scored, passes, reading)[:2]


@given(SCORED, PASSES)
def test_substituting_is_never_stricter_than_leaving_out(scored, passes):
    kinder = graded(scored, passes, Reading.SUBSTITUTE_PASS)[1]
    assert Level[kinder] <= Level[graded(scored, passes, Reading.LEAVE_ONE_OUT)[1]]


@given(SCORED, PASSES, READING, st.integers(1, 3))
@example([65, 65, 65, 65, 65], [1, 1, 1, 1], Reading.SUBSTITUTE_PASS, 1)
def test_subjects_of_others_do_not_count(scored, passes, reading, others):
    wider = [*scored, *[NOT_TAKEN] * others], [*passes, *[NOT_TAKEN] * others]
    raw, final, by = graded(scored, passes, reading)
    moved = by + others if by >= len(scored) else by
    assert graded(*wider, reading) == (raw, final, moved)


@pytest.mark.parametrize(
    ("scored", "passes"), [([80] * 7 + [MISSING], [1]), ([80] * 8, [MISSING]), ([NOT_TAKEN] * 8, [NOT_TAKEN])]
)
def test_no_level_while_a_result_is_missing(scored, passes):
    levels = tt22.level(scored, passes)
    assert [levels.raw[0], levels.final[0], levels.adjusted_by[0]] == [MISSING] * 3


def test_a_class_without_pass_fail_subjects_and_a_class_without_pupils():
    assert tt22.level(np.full((2, 6), 80), np.empty((2, 0))).final.tolist() == [Level.T, Level.T]
    assert tt22.level(np.empty((0, 8)), np.empty((0, 4))).final.tolist() == []


def test_amended_bars_are_data():
    amended = tuple(
        tt22.Bar(bar.level, bar.floor, bar.strong, strong_count=5, fails=bar.fails) for bar in LevelRules().bars
    )
    scored = [80, 80, 80, 80, 80, 70, 70, 70]
    assert tt22.level(scored, [1] * 4).final[0] == Level.K
    assert tt22.level(scored, [1] * 4, LevelRules(bars=amended)).final[0] == Level.T
