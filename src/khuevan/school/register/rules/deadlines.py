"""Days in which an office works. Law: Bộ luật Lao động 2019 Art. 112 (public holidays)."""

from datetime import date, timedelta

ANSWER_DAYS = 3
"""Working days in which a school answers the wish to come to it, and another hands the file over (TT 15/2026)."""
_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
"""Those with a fixed day. Tết and the Hùng kings' day follow the moon: an answer is then due too early."""


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday with a fixed day."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
