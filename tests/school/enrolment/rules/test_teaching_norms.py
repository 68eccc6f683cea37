"""Lessons a week against the norm (TT 05/2025/TT-BGDĐT)."""

from datetime import date

import pytest

from khuevan.school.enrolment.rules.naming import meant
from khuevan.school.enrolment.rules.teaching_norms import TT_05_2025, Norms, load, norms_on


@pytest.mark.parametrize(
    ("lessons", "homerooms", "duties", "taught", "counted", "over"),
    [
        pytest.param([(7, 140)] * 4, [], 0, 160, 160, -30, id="lower"),
        pytest.param([(7, 140)] * 4, [7], 0, 160, 200, 10, id="lower-homeroom"),
        pytest.param([(10, 105)] * 5, [], 3, 150, 180, 10, id="upper-duty"),
        pytest.param([(2, 350), (2, 175)], [2], 0, 150, 180, -50, id="primary-homeroom"),
        pytest.param([(8, 52)], [], 0, 15, 15, -175, id="rounded"),
        pytest.param([(9, 140), (10, 105)], [], 0, 70, 70, -100, id="two-stages"),
        pytest.param([], [], 0, 0, 0, 0, id="nothing"),
        pytest.param([(18, 100)], [18], 0, 0, 0, 0, id="kindergarten"),
    ],
)
def test_a_week(lessons, homerooms, duties, taught, counted, over):
    week = load(lessons, homerooms, duties)
    assert (week.taught, week.counted, week.over) == (taught, counted, over)


def test_norms_have_dates():
    later = Norms("Thông tư khác", date(2030, 1, 1), {"primary": 20}, {"primary": 3})
    assert norms_on(date(2029, 12, 31), (TT_05_2025, later)) is TT_05_2025
    assert norms_on(date(2030, 1, 1), (TT_05_2025, later)) is later
    assert norms_on(date(2020, 1, 1)) is TT_05_2025


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("Nguyễn Thị Lan", 1, id="whole"),
        pytest.param("nguyen thi lan", 1, id="folded"),
        pytest.param("phương lan", 2, id="end"),
        pytest.param("lan", None, id="several"),
        pytest.param("trần v", 3, id="begin"),
        pytest.param("ai đó", None, id="nobody"),
    ],
)
def test_a_typed_name(typed, found):
    assert meant(typed, {"Nguyễn Thị Lan": 1, "Lê Phương Lan": 2, "Trần Văn Hùng": 3}) == found
