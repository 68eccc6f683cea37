"""Cells to values, a whole column at once. A value is a text, a whole number, yes or no, or nothing."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from khuevan.kernel.text import clean, fold, name_case

from .cells import BLANK, Cell, Fault, text_of
from .dates import read_date, read_partial_date, swapped_by_excel
from .layouts import Field, Kind
from .problems import BadValue, Problem, gettext_noop

Value = str | int | bool | None

_UNTIDY = re.compile(r"^\s|\s$|\s\s|[^\S ]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NAME = re.compile(r"[^\W\d_][\w\s'’.\-()]*", re.UNICODE)
_NO_LETTERS = "ªºƒµ"
"""Counted as letters, but in a name they are the traces of a wrong encoding."""
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE]\+?\d+")
_EXACT = 10**15
_LOST = 2
"""Most leading zeros that Excel takes away: codes of provinces begin with 001; nine digits are an old identity card."""
_LARGEST = 1e300
MISSING = gettext_noop("Thiếu “%(label)s”.")
_TENTHS = re.compile(r"([+-]?\d+)(?:[.,](\d+))?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,\s]\d{3})+")
_YES = {"x", "co", "1", "true", "dung", "yes", "y", "v", "✓", "✔", "☑", "roi", "da"}
_NO = {"khong", "0", "false", "sai", "no", "n", "chua", "-", "k", "ko", "☐"}
_SEX = {"nam": 1, "trai": 1, "male": 1, "m": 1, "1": 1, "nu": 2, "gai": 2, "female": 2, "f": 2, "2": 2}


@dataclass(slots=True)
class Column:
    """The values of one field, row by row, and what is wrong with some of them (index → problem)."""

    values: list[Value]
    problems: dict[int, Problem] = field(default_factory=dict)


def read_column(cells: Sequence[Cell], about: Field) -> Column:
    """Read every cell as ``about`` says. Equal cells are read once."""
    read = reader(about)
    known: dict[Cell, Value] = {BLANK: None}
    bad: dict[Cell, Problem] = {}
    column = Column([None] * len(cells))
    values, problems = column.values, column.problems
    for index, cell in enumerate(cells):
        key = cell if cell is not True and cell is not False else f"\0{cell}"  # to a dictionary, True is 1
        if key in known:
            values[index] = known[key]
            continue
        if key not in bad:
            try:
                values[index] = known[key] = read(cell)
                continue
            except BadValue as error:
                bad[key] = error.problem
        problems[index] = bad[key]
    if about.required:
        _require(about, column)
    if about.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        problems |= {index: doubt for index, doubt in swapped_by_excel(cells).items() if index not in problems}
    return column


def _require(about: Field, column: Column) -> None:
    missing = Problem(MISSING, gettext_noop("Điền ô này rồi gửi lại."), {"label": about.label})
    for index, value in enumerate(column.values):
        if value is None and index not in column.problems:
            column.problems[index] = missing


def reader(about: Field) -> Callable[[Cell], Value]:
    """How one cell of a field is read; ``BadValue`` where it cannot be."""
    read = _READERS[about.kind]

    def one(cell: Cell) -> Value:
        if isinstance(cell, Fault):
            raise _faulty(cell)
        if isinstance(cell, str):
            cell = tidy(cell)
            if not cell:
                return None
        if isinstance(cell, float) and not abs(cell) < _LARGEST:
            raise _faulty(Fault("#NUM!"))
        return read(cell, about)

    return one


def tidy(text: str) -> str:
    """NFC, single spaces, nothing invisible."""
    if _UNTIDY.search(text) is None and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    return clean(text)


def _faulty(fault: Fault) -> BadValue:
    if not fault.text:
        how = gettext_noop("Mở tệp bằng Excel, bấm F9 để tính lại, lưu rồi gửi lại.")
        return BadValue(gettext_noop("Công thức trong ô chưa được tính."), how)
    how = gettext_noop("Sửa công thức, hoặc gõ thẳng giá trị vào ô.")
    return BadValue(gettext_noop("Công thức trong ô bị lỗi %(fault)s."), how, fault=fault.text)


def _text(cell: Cell, about: Field) -> str:
    text = cell if isinstance(cell, str) else text_of(cell)
    if len(text) > about.longest:
        how = gettext_noop("Viết ngắn lại, hoặc xem có chép nhầm cột không.")
        what = gettext_noop("Dài %(n)s chữ, quá %(most)s chữ.")
        raise BadValue(what, how, n=str(len(text)), most=str(about.longest))
    return text


def _name(cell: Cell, about: Field) -> str:
    text = cell if isinstance(cell, str) else text_of(cell)
    if not _NAME.fullmatch(text) or any(char.isdigit() or char in _NO_LETTERS for char in text):
        how = gettext_noop("Họ tên chỉ có chữ. Xem có lệch cột không.")
        raise BadValue(gettext_noop("“%(text)s” không phải là họ tên."), how, text=text[:40])
    return _text(text if text.istitle() and "’" not in text and "'" not in text else name_case(text), about)


def _code(cell: Cell, about: Field) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
        how = gettext_noop("Đổi cột sang dạng Chữ (Text) rồi gõ lại mã.")
        raise BadValue(gettext_noop("Excel đã làm tròn mã “%(text)s”."), how, text=f"{cell:.0f}")
    text = "".join(text_of(cell).split())
    if _SCIENTIFIC.fullmatch(text):
        how = gettext_noop("Đổi cột sang dạng Chữ (Text) rồi gõ lại mã.")
        raise BadValue(gettext_noop("Excel đã rút gọn mã thành “%(text)s”."), how, text=text)
    text = text.lstrip("'")
    if about.digits:
        if text.endswith((",0", ".0")):
            text = text[:-2]
        if text.isascii() and text.isdigit() and about.digits - _LOST <= len(text) <= about.digits:
            text = text.zfill(about.digits)
        elif not (about.loose and any(char.isdigit() for char in text)):
            how = gettext_noop("“%(label)s” gồm %(n)s chữ số.")
            what = gettext_noop("“%(text)s” không đúng dạng.")
            raise BadValue(what, how, text=text[:40], label=about.label, n=str(about.digits))
    return _text(text, about)


def _tenths(cell: Cell, about: Field) -> int:
    if isinstance(cell, date | datetime):
        how = gettext_noop("Excel đã đổi số thành ngày. Đổi cột sang dạng Chữ (Text) rồi gõ lại, ví dụ 7,5.")
        raise BadValue(gettext_noop("“%(text)s” là ngày, không phải số."), how, text=text_of(cell))
    if isinstance(cell, bool):
        raise _no_number(cell, about)
    if isinstance(cell, int | float):
        tenths = round(cell * 10)
        if abs(cell * 10 - tenths) > 1e-6:
            raise _too_fine(cell)
    else:
        found = _TENTHS.fullmatch(str(cell).replace(" ", ""))
        if not found:
            raise _no_number(cell, about)
        fraction = (found[2] or "0").rstrip("0") or "0"
        if len(fraction) > 1:
            raise _too_fine(cell)
        tenths = int(found[1]) * 10 + (-int(fraction) if found[1].startswith("-") else int(fraction))
    return _bounded(tenths, cell, about)


def _too_fine(cell: Cell) -> BadValue:
    how = gettext_noop("Làm tròn đến một chữ số thập phân, ví dụ 8,5.")
    return BadValue(gettext_noop("“%(text)s” có quá một chữ số thập phân."), how, text=text_of(cell)[:40])


def _whole(cell: Cell, about: Field) -> int:
    if isinstance(cell, bool | date | datetime):
        raise _no_number(cell, about)
    if isinstance(cell, int | float):
        if cell != cell // 1 or abs(cell) >= _EXACT:
            raise _no_number(cell, about)
        return _bounded(int(cell), cell, about)
    text = str(cell)
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[.,\s]", "", text)
    text = re.sub(r"[.,]0+$", "", text)
    if not re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII):
        raise _no_number(cell, about)
    return _bounded(int(text), cell, about)


def _no_number(cell: Cell, about: Field) -> BadValue:
    how = gettext_noop("“%(label)s” phải là số. Xem có lệch cột không.")
    return BadValue(gettext_noop("“%(text)s” không phải là số."), how, text=text_of(cell)[:40], label=about.label)


def _bounded(number: int, cell: Cell, about: Field) -> int:
    low, high = about.lowest, about.highest
    if (low is not None and number < low) or (high is not None and number > high):
        unit = 10 if about.kind == Kind.TENTHS else 1
        bounds = {"low": f"{(low or 0) / unit:g}", "high": f"{high / unit:g}" if high is not None else "…"}
        what = gettext_noop("“%(text)s” nằm ngoài khoảng %(low)s đến %(high)s.")
        how = gettext_noop("Sửa số này; xem có gõ thiếu dấu phẩy không.")
        raise BadValue(what, how, text=text_of(cell)[:40], **bounds)
    return number


def _yes_no(cell: Cell, about: Field) -> bool:
    if isinstance(cell, bool):
        return cell
    said = fold(text_of(cell))
    if said in _YES or said in _NO:
        return said in _YES
    how = gettext_noop("Viết Có hoặc Không (hoặc đánh dấu x).")
    raise BadValue(gettext_noop("“%(text)s” không rõ là có hay không."), how, text=text_of(cell)[:40])


def _sex(cell: Cell, about: Field) -> int:
    found = _SEX.get(fold(text_of(cell)))
    if found is None:
        how = gettext_noop("Viết Nam hoặc Nữ.")
        raise BadValue(gettext_noop("“%(text)s” không phải là giới tính."), how, text=text_of(cell)[:40])
    return found


def _choice(cell: Cell, about: Field) -> str:
    said = fold(text_of(cell))
    head, _dash, tail = said.partition("-")
    bare = said.partition("(")[0]
    for candidate in (said, said.lstrip("0"), bare.strip()):
        if candidate in about.choices:
            return about.choices[candidate]
    both = {about.choices.get(head.strip()), about.choices.get(tail.strip())} - {None}
    if head and tail and len(both) == 1:
        return str(both.pop())
    near = get_close_matches(said, [fold(name) for name in about.codes.values()], 1, 0.75)
    names = {fold(name): name for name in about.codes.values()}
    what = gettext_noop("“%(text)s” không có trong danh mục “%(label)s”.")
    if near:
        how = gettext_noop("Có phải là “%(near)s”? Sửa theo danh mục.")
        raise BadValue(what, how, text=text_of(cell)[:40], label=about.label, near=names[near[0]])
    how = gettext_noop("Chọn một giá trị trong danh mục, ví dụ “%(example)s”.")
    example = next(iter(about.codes.values()), "")
    raise BadValue(what, how, text=text_of(cell)[:40], label=about.label, example=example)


_READERS: dict[Kind, Callable[[Cell, Field], Value]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.CODE: _code,
    Kind.PARTIAL_DATE: lambda cell, _about: read_partial_date(cell),
    Kind.DATE: lambda cell, _about: read_date(cell),
    Kind.TENTHS: _tenths,
    Kind.WHOLE: _whole,
    Kind.YES_NO: _yes_no,
    Kind.SEX: _sex,
    Kind.CHOICE: _choice,
}


def shown(value: Value, about: Field) -> str:
    """A value as people write it: 07/05/2014, 8,5, Có, Nam, the name of a code."""
    if value is None:
        return ""
    if about.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return "/".join(reversed(str(value).split("-")))
    if about.kind == Kind.TENTHS:
        return f"{'-' if int(value) < 0 else ''}{abs(int(value)) // 10},{abs(int(value)) % 10}"
    if about.kind == Kind.YES_NO:
        return gettext_noop("Có") if value else gettext_noop("Không")
    if about.kind == Kind.SEX:
        return {1: gettext_noop("Nam"), 2: gettext_noop("Nữ")}.get(int(value), "")
    return about.codes.get(str(value), str(value)) if about.kind == Kind.CHOICE else str(value)
