"""The three reports of a school year, as the Ministry's forms name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """``month``, ``day``: up to when is counted, in the year of the period's start or the one after (``later``).

    The beginning is "có đến 30 tháng 9 năm báo cáo" (forms 01-MN-ĐN, 02-TH-ĐN); the Sở may choose other days.
    ``term``: of which term results belong to it; 3 is the year.
    """

    code: str
    title: str
    month: int
    day: int
    later: bool = False
    term: int | None = None

    def as_of(self, year: int) -> date:
        """The day up to which is counted, unless the Sở says another."""
        return date(year + self.later, self.month, self.day)


PERIODS: Mapping[str, Period] = {
    one.code: one
    for one in (
        Period("begin", "Đầu năm học", 9, 30),
        Period("middle", "Giữa năm học", 1, 31, later=True, term=1),
        Period("end", "Cuối năm học", 5, 31, later=True, term=3),
    )
}
