"""What teachers type for results that are not numbers, and back: Đ, CĐ, T, K, H, C."""

from typing import Final

from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import fold

from .values import FAILED, PASSED

_SHOWN: Final = {"D": "Đ", "CD": "CĐ"}
PASS_CODES: Final = ("D", "CD")
CONDUCT_CODES: Final = ("T", "K", "D", "CD")
SUBJECT_CODES: Final = ("T", "H", "C")
TRAIT_CODES: Final = ("T", "D", "C")


def parse_code(text: str, allowed: tuple[str, ...]) -> str:
    """The stored code among ``allowed`` of what was typed; case and accents are free. Raises ``Invalid``."""
    code = fold(text).upper()
    if code in allowed:
        return code
    choices = ", ".join(format_code(one) for one in allowed)
    raise Invalid(
        f"“{text.strip()[:20]}” không phải là kết quả." if code else "Chưa nhập kết quả.",
        hint=f"Gõ một trong các chữ: {choices}.",
        code="result",
    )


def format_code(code: str | None) -> str:
    """A stored code as people read it: ``CD`` → ``CĐ``; nothing for ``None``."""
    return _SHOWN.get(code, code) if code else ""


def parse_pass(text: str) -> int:
    """1 for Đ, 0 for CĐ (TT 22/2021, Art 5). Raises ``Invalid``."""
    return PASSED if parse_code(text, PASS_CODES) == "D" else FAILED


def format_pass(result: int | None) -> str:
    """``1`` → ``Đ``, ``0`` → ``CĐ``; nothing for ``None`` or a missing value."""
    return "" if result is None or result < 0 else ("Đ" if result == PASSED else "CĐ")
