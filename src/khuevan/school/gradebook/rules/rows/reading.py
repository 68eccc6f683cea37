"""Take values out of a JSON object; what is wrong is said with its place."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from khuevan.kernel.errors import Invalid

from ..values import MISSING

MISSED: Final = "missed"
"""In place of a mark: not taken and not made up, which counts as 0 or Chưa đạt (TT 22/2021, Art. 7)."""


def wrong(path: str, wanted: str) -> Invalid:
    """The refusal of a value."""
    return Invalid(f"“{path or 'dòng'}” phải là {wanted}.", hint=f"Sửa {path or 'dòng này'} rồi chạy lại.", code="row")


class Given:
    """A JSON object with the path by which messages name it."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self.values = values
        self.path = path

    def at(self, name: str) -> str:
        """The path of a member."""
        return f"{self.path}.{name}" if self.path else name

    def only(self, *names: str) -> None:
        """Refuse members that nobody would read."""
        if extra := sorted(set(self.values) - set(names)):
            raise Invalid(
                f"“{self.at(extra[0])}” không có trong mẫu.",
                hint=f"Các trường được dùng: {', '.join(names)}.",
                code="row",
            )

    def text(self, name: str) -> str:
        """A text that has to be there."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > 200:
            raise wrong(self.at(name), "chữ, không quá 200 ký tự")
        return value

    def number(self, name: str, low: int, high: int) -> int:
        """A whole number that has to be there."""
        value = self.values.get(name)
        if type(value) is not int or not low <= value <= high:
            raise wrong(self.at(name), f"số nguyên từ {low} đến {high}")
        return value

    def number_or_missing(self, name: str, low: int, high: int) -> int:
        """A whole number, or ``MISSING``."""
        return MISSING if self.values.get(name) is None else self.number(name, low, high)

    def code(self, name: str, allowed: Sequence[str]) -> int:
        """The place of a code among those allowed, ``MISSING`` where it is not there."""
        return code_at(self.values.get(name), allowed, self.at(name))

    def objects(self, name: str) -> dict[str, Any]:
        """An object of things by code."""
        value = self.values.get(name)
        if not isinstance(value, dict) or not value:
            raise wrong(self.at(name), "một đối tượng JSON có ít nhất một mục")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is not there."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise wrong(self.at(name), "true hoặc false")
        return value


def code_at(value: Any, allowed: Sequence[str], path: str) -> int:
    """The place of a code among those allowed, ``MISSING`` for null; Đ may be written as D."""
    if value is None:
        return MISSING
    code = value.upper().replace("Đ", "D") if isinstance(value, str) else ""
    if code not in allowed:
        raise wrong(path, f"một trong {', '.join(allowed)}, hoặc null nếu chưa có")
    return list(allowed).index(code)


def mark(value: Any, path: str) -> int:
    """Tenths of a mark from 0 to 10 with at most one decimal, ``MISSING`` for null; 0 for ``"missed"``."""
    if value is None:
        return MISSING
    if value == MISSED:
        return 0
    if type(value) in (int, Decimal):
        tenths = Decimal(value) * 10
        if tenths == int(tenths) and 0 <= tenths <= 100:
            return int(tenths)
    raise wrong(
        path, "số từ 0 đến 10 có tối đa một chữ số thập phân (8.5), null nếu chưa có, “missed” nếu không kiểm tra bù"
    )


def passed(value: Any, path: str) -> int:
    """1 for D (Đạt), 0 for CD (Chưa đạt) and ``"missed"``, ``MISSING`` for null."""
    if value == MISSED:
        return 0
    return code_at(value, ("CD", "D"), path)
