"""Working days around weekends, Tết and the other public holidays."""

from datetime import date

import pytest

from khuevan.school.register.rules.deadlines import ANSWER_DAYS, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 27), date(2026, 12, 2)),  # over a weekend
        (date(2026, 2, 13), date(2026, 2, 25)),  # Friday before Tết Bính Ngọ: off from 16 to 20 February
        (
            date(2026, 4, 24),
            date(2026, 5, 4),
        ),  # the Hùng kings' day, a Sunday, is made up for on Monday; then 30/4, 1/5
        (date(2025, 8, 29), date(2025, 9, 5)),  # two days around 2 September
        (date(2025, 12, 31), date(2026, 1, 6)),
    ],
)
def test_an_answer_is_due_after_three_days_of_work(asked, due):
    assert working_days_after(asked, ANSWER_DAYS) == due


def test_tết_of_every_year_is_off():
    first_days = [date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13)]
    assert not any(is_working_day(day) for day in first_days)
    assert is_working_day(date(2026, 2, 12))
