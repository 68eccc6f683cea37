"""The usual dates of a school year (35 weeks: 18 + 17; the frame of the year by decision of the Minister).

The province sets the days each year (2026–2027: term I 07/9–10/01, term II 11/01–23/5); a school may change what is
proposed here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKS_OF_TERMS: Final = (18, 17)
WEEKS_OF_TET: Final = 2
OPENING_DAY: Final = (9, 5)
LAST_DAY: Final = (5, 31)


@dataclass(frozen=True, slots=True)
class Dates:
    """First day of the year, first day of term II, last day."""

    starts_on: date
    second_from: date
    ends_on: date

    @property
    def first_until(self) -> date:
        """The last day of term I."""
        return self.second_from - timedelta(days=1)


def usual_dates(year: int) -> Dates:
    """Teaching from the first Monday on or after 5 September; Tết falls into term II; never beyond 31 May."""
    opening = date(year, *OPENING_DAY)
    first = opening + timedelta(days=-opening.weekday() % 7)
    second = first + timedelta(weeks=WEEKS_OF_TERMS[0])
    last = second + timedelta(weeks=WEEKS_OF_TERMS[1] + WEEKS_OF_TET, days=-1)
    return Dates(first, second, min(last, date(year + 1, *LAST_DAY)))


def wrong_dates(year: int, dates: Dates) -> str:
    """Which rule the dates break: "order", "year", or "" for none."""
    if not dates.starts_on < dates.second_from < dates.ends_on:
        return "order"
    if not date(year, 8, 1) <= dates.starts_on <= date(year, 12, 31) or dates.ends_on > date(year + 1, 7, 31):
        return "year"
    return ""
