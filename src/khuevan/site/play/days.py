"""When it is played: the open year, its terms, and what primary classes are assessed in on a day."""

from datetime import date, timedelta
from typing import NamedTuple

import psycopg

from khuevan.kernel.errors import Invalid

_YEARS = """
SELECT y.year, min(t.starts_on), max(t.ends_on) FROM enrolment_schoolyear y
JOIN enrolment_term t ON t.school_id = y.school_id AND t.year = y.year
WHERE y.closed_at IS NULL GROUP BY 1 ORDER BY 1 DESC"""
_TERMS = """
SELECT t.number, min(t.starts_on), max(t.ends_on),
  count(*) FILTER (WHERE NOT EXISTS (SELECT FROM gradebook_termlock l WHERE l.school_id = t.school_id
    AND l.year = t.year AND l.term = t.number AND l.lifted_at IS NULL)) AS open
FROM enrolment_term t WHERE t.year = %s AND EXISTS (SELECT FROM enrolment_schoolclass c
  WHERE c.school_id = t.school_id AND c.year = t.year AND c.grade BETWEEN 1 AND 12) GROUP BY 1 ORDER BY 1"""

_END = timedelta(days=28)
"""Before its last day the end of a term is assessed from: as the calendar proposes it to schools."""


class Term(NamedTuple):
    """A term of the working year, and whether it is open at any school."""

    number: int
    first: date
    last: date
    is_open: bool = True

    def periods(self, day: date) -> tuple[int, int]:
        """The two periods of primary classes (TT 27/2020 Art. 7), the one that is assessed on a day first."""
        middle, end = 2 * self.number - 1, 2 * self.number
        return (middle, end) if day < self.last - _END else (end, middle)


def days_of(connection: psycopg.Connection, first: date, last: date) -> tuple[int, Term]:
    """The year and the term in which all days from ``first`` to ``last`` lie. Raises ``Invalid`` with what would do."""
    years = connection.execute(_YEARS).fetchall()
    if not years:
        raise Invalid("Chưa có năm học nào đang mở.", hint="Tạo tỉnh giả lập trước: khuevan province.")
    year = int(years[0][0])
    terms = [Term(number, begin, end, bool(there)) for number, begin, end, there in connection.execute(_TERMS, [year])]
    found = next((one for one in terms if one.first <= first and last <= one.last), None)
    usable = [f"{_day(one.first)} đến {_day(one.last)} (học kì {one.number})" for one in terms if one.is_open]
    hint = f"Chọn những ngày từ {', hoặc '.join(usable)}." if usable else "Mở khoá học kì ở một trường trước."
    if found is None:
        raise Invalid("Từ ngày đến ngày phải nằm trong một học kì của năm học đang mở.", hint=hint)
    if not found.is_open:
        raise Invalid(f"Học kì {found.number} đã khoá sổ ở mọi trường.", hint=hint)
    return year, found


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
