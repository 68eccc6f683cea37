"""The two years that the province remembers (QĐ 2045/QĐ-BGDĐT for 2024–2025, QĐ 2269/QĐ-BGDĐT for 2025–2026)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class YearDates:
    """First and last days of a school year and of its terms; ``closed_at`` only if it is history."""

    year: int
    terms: tuple[tuple[date, date], tuple[date, date]]
    closed_at: datetime | None = None

    @property
    def starts_on(self) -> date:
        return self.terms[0][0]

    @property
    def ends_on(self) -> date:
        return self.terms[1][1]


PAST = YearDates(
    2024,
    ((date(2024, 9, 5), date(2025, 1, 12)), (date(2025, 1, 13), date(2025, 5, 31))),
    datetime(2025, 6, 30, 17, 0, tzinfo=ZONE),
)
PRESENT = YearDates(2025, ((date(2025, 9, 5), date(2026, 1, 18)), (date(2026, 1, 19), date(2026, 5, 31))))
YEARS = (PAST, PRESENT)
