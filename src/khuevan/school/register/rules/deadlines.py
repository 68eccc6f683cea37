"""Days in which an office works. Law: Bộ luật Lao động 2019 Art. 111 (days in lieu), 112 (public holidays)."""

from datetime import date, timedelta
from functools import cache
from typing import Any

ANSWER_DAYS = 3
"""Working days in which a school answers the wish to come to it, and another hands the file over (TT 15/2026)."""


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday nor a day off in its place."""
    return day.weekday() < 5 and day not in _holidays()


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@cache
def _holidays() -> Any:
    """Tết and the Hùng kings' day by the moon, days in lieu; loaded when asked for, since loading takes its time.

    Where the days off of a year were not decided yet when the library was made, Tết has the days of the law.
    """
    import holidays

    return holidays.country_holidays("VN")
