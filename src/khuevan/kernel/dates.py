"""Birth dates that may lack a day or a month, and school years."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from khuevan.kernel.errors import Invalid

_FIRST_MONTH = 8  # a school year begins in August
_EARLIEST_YEAR = 1900
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})")
_EXCEL_EPOCH = date(1899, 12, 30)


def as_known(year: int | None, month: int | None, day: int | None) -> str:
    """A date as far as it is known: ``04/03/2013``, ``03/2013``, ``2013`` or ""."""
    return "/".join(f"{part:02}" for part in (day, month, year) if part)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month of a year, or a year; ``None`` is what nobody knows. A day needs its month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not _EARLIEST_YEAR <= self.year <= 9999:
            raise _refusal(f"Năm {self.year} không hợp lệ.")
        if self.month is None:
            if self.day is not None:
                raise _refusal("Biết ngày sinh thì phải biết tháng sinh.")
        elif not 1 <= self.month <= 12:
            raise _refusal(f"Tháng {self.month} không có trong năm.")
        elif self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            raise _refusal(f"Tháng {self.month}/{self.year} không có ngày {self.day}.")

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """The partial date of a full one."""
        return cls(day.year, day.month, day.day)

    @property
    def is_full(self) -> bool:
        """Whether day and month are known."""
        return self.day is not None

    @property
    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """``2014-05-07``, ``2014-05`` or ``2014``, as the national feed writes it."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __str__(self) -> str:
        """``07/05/2014``, ``05/2014`` or ``2014``, as people write it."""
        return "/".join(reversed(self.iso.split("-")))


def parse_partial_date(text: str) -> PartialDate:
    """Reads ``7/5/2014``, ``07-05-2014``, ``00/05/2014``, ``05/2014``, ``2014`` and ISO forms.

    Raises ``Invalid``.
    """
    entry = text.strip()
    if found := _YEAR_FIRST.fullmatch(entry):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(entry):
        day, month, year = found.groups()
    else:
        raise _refusal(f"“{entry[:20]}” không phải là ngày." if entry else "Chưa nhập ngày.")
    return PartialDate(int(year), _known(month), _known(day))


def _known(part: str | None) -> int | None:
    return int(part or 0) or None


def _refusal(message: str) -> Invalid:
    hint = "Viết ngày/tháng/năm, ví dụ 07/05/2014; phần không biết viết 00, ví dụ 00/05/2014 hoặc 00/00/2014."
    return Invalid(message, hint=hint, code="date")


def from_excel_serial(days: int) -> date:
    """The day behind Excel's number (1900 system, from 1 March 1900 on)."""
    return _EXCEL_EPOCH + timedelta(days=days)


def format_date(day: date | None) -> str:
    """``07/05/2014``, or nothing."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def school_year_of(day: date) -> int:
    """The first calendar year of the school year that a day belongs to; a new one begins on 1 August."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def school_year_start(year: int) -> date:
    """The first day of a school year given by its first calendar year."""
    return date(year, _FIRST_MONTH, 1)


def year_label(year: int) -> str:
    """``2025`` → ``2025–2026``."""
    return f"{year}–{year + 1}"


def parse_year_label(text: str) -> int:
    """``2025–2026``, ``2025-2026`` or ``2025`` → 2025. Raises ``Invalid``."""
    found = re.fullmatch(r"(\d{4})(?:\s*[-–/]\s*(\d{4}))?", text.strip())
    if not found or (found[2] and int(found[2]) != int(found[1]) + 1):
        raise Invalid(
            f"“{text.strip()[:20]}” không phải là năm học.",
            hint="Viết hai năm liền nhau, ví dụ 2025-2026.",
            code="school_year",
        )
    return int(found[1])
