"""Dates and codes of a transcript that cannot be, or hardly."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from .kinds import Found

CLOCKS_DIFFER = timedelta(minutes=10)
YOUNGEST, OLDEST = 5, 9
"""Whole years of age over the grade in the first calendar year of the school year: usually 5, a year earlier allowed by
a skipped class, up to four years later for those who started late or repeated (TT 15/2026/TT-BGDĐT)."""


def signing_days(
    role: str, name: str, at: datetime, *, year: int, closed_at: datetime | None, now: datetime
) -> Iterator[Found]:
    """Whether somebody signed at a time that can be: not to come, not before term II has begun, a leader not before
    the term was closed."""
    said = f"{name} ký lúc {at:%H:%M %d/%m/%Y}"
    if at > now + CLOCKS_DIFFER:
        yield Found("future", "", said)
    elif at.date() < date(year + 1, 1, 1):
        yield Found("dates", "", f"{said}, khi học kì II của năm học {year}–{year + 1} chưa bắt đầu")
    elif role in ("principal", "seal") and closed_at and at < closed_at - CLOCKS_DIFFER:
        yield Found("dates", "", f"{said}, trước khi khoá sổ học kì II ({closed_at:%H:%M %d/%m/%Y})")


def steps_in_order(steps: Sequence[tuple[str, datetime | None]]) -> Iterator[Found]:
    """Whether things happened in the order given: ("đóng dấu", …), ("phát hành", …), ("gửi Sở", …)."""
    known = [(name, at) for name, at in steps if at]
    for (first, before), (then, after) in pairwise(known):
        if after < before - CLOCKS_DIFFER:
            yield Found("order", "", f"{then} lúc {after:%H:%M %d/%m/%Y} mà {first} lúc {before:%H:%M %d/%m/%Y}")


def age(birth: str, grade: int, year: int) -> Iterator[Found]:
    """Whether a pupil born in the year that ``birth`` (ISO, perhaps without day) begins with fits a grade."""
    if not birth[:4].isdigit():
        return
    years = year - int(birth[:4]) - grade
    if not YOUNGEST - 1 <= years <= OLDEST:
        yield Found("age", "thongtin", f"Lớp {grade} năm học {year}–{year + 1} mà sinh năm {birth[:4]}")


def known_code(what: str, code: str, known: Collection[str]) -> Iterator[Found]:
    """Whether a code stands in its list; an empty code or a list that did not exist says nothing."""
    if code and known and code not in known:
        yield Found("code", "thongtin", f"{what}: {code[:40]}")


def finish(grade: int, promoted: str, finished_stage: str) -> Iterator[Found]:
    """Whether who is promoted from the last grade of primary or lower secondary school has the completion confirmed
    (TT 27/2020/TT-BGDĐT Art. 11; Luật 123/2025/QH15)."""
    if grade in (5, 9, 12) and promoted == "1" and finished_stage != "1":
        yield Found("finish", "chunhiem", f"Lớp {grade} được công nhận mà phần chủ nhiệm chưa xác nhận hoàn thành")
    if grade not in (5, 9, 12) and finished_stage == "1":
        yield Found("finish", "chunhiem", f"Lớp {grade} mà ghi hoàn thành cấp học")
