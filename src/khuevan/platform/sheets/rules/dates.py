"""Dates as people type them and as Excel spoils them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from khuevan.kernel.dates import PartialDate, from_excel_serial, parse_partial_date
from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import fold

from .cells import Cell, text_of
from .problems import DOUBT, BadValue, Problem, gettext_noop

_LATEST_YEAR = 2100
_FIRST_SERIAL, _LAST_SERIAL = 3_654, 73_050  # 1910 to 2099; four digits that are a year are a year
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?$")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MIXED = 5

_HOW = gettext_noop("Viết ngày/tháng/năm, ví dụ 07/05/2014; phần không biết viết 00.")


def read_partial_date(cell: Cell) -> str:
    """``2014-05-07``, ``2014-05`` or ``2014``. Raises ``BadValue``."""
    return _partial(cell).iso


def read_date(cell: Cell) -> str:
    """``2014-05-07``. Raises ``BadValue``, also when day or month are unknown."""
    found = _partial(cell)
    if not found.is_full:
        raise BadValue(gettext_noop("Ngày “%(text)s” thiếu ngày hoặc tháng."), _HOW, text=text_of(cell))
    return found.iso


def _partial(cell: Cell) -> PartialDate:
    if isinstance(cell, datetime | date):
        return _in_range(PartialDate(cell.year, cell.month, cell.day) if cell.year >= 1900 else None, cell)
    if isinstance(cell, bool | time | timedelta):
        raise _refusal(cell)
    if isinstance(cell, int | float):
        return _of_number(cell)
    return _of_text(str(cell))


def _of_number(number: float) -> PartialDate:
    whole = int(number)
    if whole == number and 1900 <= whole <= _LATEST_YEAR:
        return PartialDate(whole)
    if _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        return PartialDate.of(from_excel_serial(whole))
    text = f"{whole:08d}"
    return _of_text(text if whole == number and len(text) == 8 else text_of(number))


def _of_text(text: str) -> PartialDate:
    entry = _TIME.sub("", " ".join(text.split()).strip("'\" "))
    if found := _DIGITS.fullmatch(entry) or _WORDS.fullmatch(fold(entry)):
        entry = "/".join(found.groups())
    elif entry.isdigit() and len(entry) == 5:
        return _of_number(int(entry))
    if _SHORT_YEAR.fullmatch(entry):
        how = gettext_noop("Viết năm đủ bốn chữ số, ví dụ 2014.")
        raise BadValue(gettext_noop("Ngày “%(text)s” có năm viết hai chữ số."), how, text=text[:40])
    try:
        return _in_range(parse_partial_date(entry), text)
    except Invalid:
        if (found := _MONTH_FIRST.fullmatch(entry)) and int(found[1]) <= 12 < int(found[2]) <= 31:
            how = gettext_noop("Viết ngày trước, tháng sau: %(day)s/%(month)s/%(year)s.")
            parts = {"day": found[2], "month": found[1], "year": found[3]}
            what = gettext_noop("Ngày “%(text)s” viết tháng trước ngày.")
            raise BadValue(what, how, text=text[:40], **parts) from None
        raise _refusal(text) from None


def _in_range(found: PartialDate | None, cell: Cell) -> PartialDate:
    if found is None or found.year > _LATEST_YEAR:
        raise _refusal(cell)
    return found


def _refusal(cell: Cell) -> BadValue:
    return BadValue(gettext_noop("“%(text)s” không phải là ngày có thật."), _HOW, text=text_of(cell)[:40])


def swapped_by_excel(cells: Sequence[Cell]) -> dict[int, Problem]:
    """Doubts about dates whose day and month a foreign Excel may have swapped (index → doubt).

    It reads 07/05/2014 as July 5 and makes a date of it, but leaves 27/05/2014 as text. So where texts only have days
    after the 12th, and dates only days up to the 12th, the dates are likely wrong.
    """
    dates = {index: cell for index, cell in enumerate(cells) if isinstance(cell, datetime | date)}
    texts = [found for cell in cells if isinstance(cell, str) and (found := _MONTH_FIRST.fullmatch(cell.strip()))]
    if len(dates) < _MIXED or len(texts) < _MIXED:
        return {}
    if any(day.day > 12 for day in dates.values()) or any(int(found[1]) <= 12 for found in texts):
        return {}
    what = gettext_noop("Ngày %(text)s có thể đã bị Excel đảo ngày với tháng.")
    how = gettext_noop("Xem lại bản gốc; nếu sai, đổi cột sang dạng Chữ (Text) rồi gõ lại.")
    return {index: Problem(what, how, {"text": text_of(cell)}, DOUBT) for index, cell in dates.items()}
