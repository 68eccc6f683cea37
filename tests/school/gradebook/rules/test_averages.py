from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules.values import MISSING, NOT_TAKEN

MARK = st.integers(0, 100)
REGULAR = st.lists(MARK, min_size=2, max_size=4)
TERM = st.one_of(MARK, st.just(MISSING), st.just(NOT_TAKEN))


def rounded(total: Decimal, count: int) -> int:
    """Tenths of the quotient of two sums of marks, as the law words it: one decimal, half up."""
    return int((total / 10 / count).quantize(Decimal("0.1"), ROUND_HALF_UP) * 10)


def average(regular, midterm, final):
    return tt22.term_average(regular, midterm, final, required=len(regular)).item()


@given(REGULAR, MARK, MARK)
def test_term_average_is_the_formula_of_the_law(regular, midterm, final):
    total = Decimal(sum(regular) + 2 * midterm + 3 * final)
    assert average(regular, midterm, final) == rounded(total, len(regular) + 5)


@given(MARK, MARK)
def test_year_average_is_the_formula_of_the_law(first, second):
    assert tt22.year_average(first, second) == rounded(Decimal(first + 2 * second), 3)


@given(REGULAR, MARK, MARK)
def test_an_average_lies_between_its_marks(regular, midterm, final):
    given_marks = [*regular, midterm, final]
    assert min(given_marks) <= average(regular, midterm, final) <= max(given_marks)


@given(REGULAR, MARK, MARK, st.integers(0, 5), st.integers(0, 100))
def test_a_better_mark_never_lowers_the_average(regular, midterm, final, place, better):
    before = [*regular, midterm, final]
    after = list(before)
    after[place % len(after)] = max(better, before[place % len(before)])
    assert average(after[:-2], *after[-2:]) >= average(before[:-2], *before[-2:])


@given(REGULAR, MARK, MARK)
def test_the_order_of_regular_marks_does_not_matter(regular, midterm, final):
    assert average(sorted(regular), midterm, final) == average(regular, midterm, final)


@given(REGULAR, MARK, MARK)
def test_empty_places_do_not_count(regular, midterm, final):
    padded = [MISSING, *regular, MISSING]
    assert tt22.term_average(padded, midterm, final, required=len(regular)) == average(regular, midterm, final)


@pytest.mark.parametrize(
    ("regular", "midterm", "final", "result"),
    [
        ([80, 80, -1], 80, 80, MISSING),
        ([80, 80, 80], -1, 80, MISSING),
        ([80, 80, 80], 80, -1, MISSING),
        ([80, 80, 80], -2, -2, NOT_TAKEN),
        ([-2, -2, -2], -2, -2, NOT_TAKEN),
        ([80, 80, 80, 90], 80, 80, 81),
        ([0, 0, 0], 0, 0, 0),
        ([100, 100, 100], 100, 100, 100),
    ],
)
def test_no_average_before_the_required_marks_are_there(regular, midterm, final, result):
    assert tt22.term_average(regular, midterm, final, required=3) == result


def test_one_call_grades_subjects_with_different_numbers_of_marks():
    regular = [[80, 90, -1, -1], [80, 90, -1, -1], [80, 90, 70, -1], [70, 80, 90, 100]]
    final = [80, 80, 85, 73]
    averages = tt22.term_average(regular, [70, 70, 80, 65], final, required=[2, 3, 3, 4])
    assert averages.tolist() == [79, MISSING, 82, 77]
    assert averages.dtype == np.int16


@given(st.lists(st.tuples(st.lists(TERM, min_size=4, max_size=4), TERM, TERM, st.integers(2, 4)), min_size=1))
def test_many_at_once_are_the_same_as_one_by_one(book):
    regular, midterm, final, required = (list(column) for column in zip(*book, strict=True))
    together = tt22.term_average(regular, midterm, final, required)
    assert together.tolist() == [tt22.term_average(*row).item() for row in book]


@given(TERM, TERM)
def test_the_year_follows_the_terms_that_are_there(first, second):
    year = tt22.year_average(first, second)
    if NOT_TAKEN in (first, second):
        assert year == (second if first == NOT_TAKEN else first)
    elif MISSING in (first, second):
        assert year == MISSING
    else:
        assert min(first, second) <= year <= max(first, second)


@given(st.lists(st.integers(0, 2000)))
def test_more_lessons_never_mean_fewer_marks(lessons):
    counts = tt22.regular_count(sorted(lessons)).tolist()
    assert counts == sorted(counts)
    assert set(counts) <= {2, 3, 4}


@given(st.lists(st.integers(-1, 1), min_size=4, max_size=4))
def test_a_term_is_passed_only_with_every_assessment(assessments):
    complete, clean = MISSING not in assessments, 0 not in assessments
    assert tt22.term_pass(assessments) == (int(clean) if complete else MISSING)
    assert tt22.term_pass(assessments, closed=True) == int(complete and clean)


@pytest.mark.parametrize(
    ("lessons", "specialised", "minutes"),
    [(70, False, (45, 45)), (105, False, (60, 90)), (70, True, (45, 120)), (140, True, (60, 120))],
)
def test_a_specialised_subject_has_longer_tests_and_nothing_else(lessons, specialised, minutes):
    assert tt22.minutes_of_test(lessons, specialised=specialised) == minutes


def test_an_exempt_pupil_has_no_result_to_miss():
    assert tt22.term_pass([NOT_TAKEN] * 4, closed=True) == NOT_TAKEN


@pytest.mark.parametrize(
    ("first", "second", "year"), [(1, 0, 0), (0, 1, 1), (1, -1, -1), (1, -2, 1), (-2, 0, 0), (-2, -2, -2)]
)
def test_the_year_of_a_pass_fail_subject_is_term_two(first, second, year):
    assert tt22.year_pass(first, second) == year
