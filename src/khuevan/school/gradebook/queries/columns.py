"""Columns of the sheets that people fill in: what a cell may hold, and how the grid on the page shows it.

Values travel as the grid knows them: scores in tenths, whole numbers, codes of choices, text, or ``None``.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.errors import Invalid

Value = int | str | None
MAX_COMMENT = 500


@dataclass(frozen=True)
class Choice:
    """One of the values of a choice; ``keys`` are letters that set it."""

    value: str
    label: str
    short: str
    keys: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "label": _(self.label), "short": self.short, "keys": list(self.keys)}


@dataclass(frozen=True)
class Column:
    """One column. ``kind``: score, integer, count, choice, text, or computed (never typed).

    ``label`` is Vietnamese because records keep it, translated on the way out; ``title`` is in the reader's language.
    """

    key: str
    label: str
    title: str
    kind: str
    options: tuple[Choice, ...] = ()
    required: bool = False
    max_length: int | None = None

    @property
    def editable(self) -> bool:
        return self.kind != "computed"

    def as_json(self) -> dict[str, Any]:
        """As ``<mark-grid>`` reads it."""
        said: dict[str, Any] = {"key": self.key, "label": _(self.label), "title": self.title, "kind": self.kind}
        said["editable"] = self.editable
        if self.options:
            said["options"] = [option.as_json() for option in self.options]
        if self.required:
            said["required"] = True
        if self.max_length:
            said["max_length"] = self.max_length
        return said

    def check(self, value: Any) -> Value:
        """The value as it is kept; raises ``Invalid`` with the reason for the cell."""
        if not self.editable:
            raise Invalid(_("Ô này do hệ thống tính, không nhập được."))
        if value is None or value == "":
            return None
        checks = {"score": _score, "integer": _test_mark, "count": _count, "choice": _choice, "text": _text}
        return checks[self.kind](self, value)


def _score(_column: Column, value: Any) -> Value:
    if type(value) is int and 0 <= value <= 100:
        return value
    raise Invalid(_("Điểm phải từ 0 đến 10, lấy đến một chữ số thập phân."))


def _test_mark(_column: Column, value: Any) -> Value:
    if type(value) is int and 1 <= value <= 10:
        return value
    raise Invalid(_("Bài kiểm tra định kì cho điểm nguyên từ 1 đến 10, không có điểm 0."))


def _count(_column: Column, value: Any) -> Value:
    text = str(value).strip()
    if text.isascii() and text.isdigit() and int(text) <= 400:
        return str(int(text))
    raise Invalid(_("Số buổi vắng là số nguyên từ 0 đến 400."))


def _choice(column: Column, value: Any) -> Value:
    if value in [option.value for option in column.options]:
        return str(value)
    shorts = ", ".join(option.short for option in column.options)
    raise Invalid(_("Chỉ nhận: %(options)s.") % {"options": shorts})


def _text(column: Column, value: Any) -> Value:
    if not isinstance(value, str):
        raise Invalid(_("Ô này nhận chữ."))
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if "\x00" in text:
        raise Invalid(_("Nhận xét có ký tự không dùng được."))
    most = column.max_length or MAX_COMMENT
    if len(text) > most:
        raise Invalid(_("Dài %(n)d ký tự, tối đa %(most)d.") % {"n": len(text), "most": most})
    return text or None


def score(key: str, label: str, title: str) -> Column:
    """A mark from 0 to 10."""
    return Column(key, label, title, "score", required=True)


def comment(key: str = "comment", title: str = gettext_noop("Nhận xét"), length: int = MAX_COMMENT) -> Column:
    """Free text."""
    return Column(key, title, _(title), "text", max_length=length)


def computed(key: str, label: str, title: str) -> Column:
    """What the rules make of the others."""
    return Column(key, label, title, "computed")


def choices(names: dict[Any, str]) -> tuple[Choice, ...]:
    """Choices from the levels of a regulation: enumeration member → Vietnamese name, ``D`` typed as Đ or D."""
    return tuple(_choice_of(level.name, name) for level, name in names.items())


def _choice_of(code: str, name: str) -> Choice:
    short = code.replace("D", "Đ")
    return Choice(code, name, short, tuple(dict.fromkeys([short.lower(), code.lower()])))
