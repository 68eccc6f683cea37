"""Marks as whole numbers of tenths: 85 is 8,5. No binary fraction ever touches a mark."""

import re

from khuevan.kernel.errors import Invalid

LOWEST = 0
HIGHEST = 100

_WHOLE = re.compile(r"10|[0-9]")
_SHORT = re.compile(r"[0-9][0-9]")
_DECIMAL = re.compile(r"(10|[0-9])[.,]([0-9])")
_TOO_FINE = re.compile(r"[0-9]{1,2}[.,][0-9]{2,}")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def parse_mark(text: str) -> int:
    """Tenths of what a teacher typed: ``8`` → 80, ``8,5`` and ``8.5`` and ``85`` → 85, ``10`` → 100.

    Two digits mean a mark with its decimal, except ``10``, which is ten. Raises ``Invalid`` with the reason.
    """
    entry = text.strip()
    if _WHOLE.fullmatch(entry):
        return int(entry) * 10
    if _SHORT.fullmatch(entry):
        return int(entry)
    if (decimal := _DECIMAL.fullmatch(entry)) and (tenths := int(decimal[1]) * 10 + int(decimal[2])) <= HIGHEST:
        return tenths
    raise _refusal(entry)


def _refusal(entry: str) -> Invalid:
    if not entry:
        message, hint = "Chưa nhập điểm.", "Gõ một số từ 0 đến 10."
    elif _TOO_FINE.fullmatch(entry):
        message, hint = f"“{entry}” có quá một chữ số thập phân.", "Làm tròn đến một chữ số, ví dụ 8,5."
    elif _NUMBER.fullmatch(entry):
        message, hint = f"“{entry}” nằm ngoài thang điểm 10.", "Gõ một số từ 0 đến 10, ví dụ 8,5."
    else:
        message, hint = f"“{entry[:20]}” không phải là điểm.", "Gõ một số từ 0 đến 10, ví dụ 8,5 hoặc 85."
    return Invalid(message, hint=hint, code="mark")


def parse_test_mark(text: str, lowest: int = 10) -> int:
    """Tenths of a primary test's mark, a whole number (TT 27/2020, Art 7): ``9`` → 90.

    ``lowest`` (tenths) is the lowest mark that may be given. Raises ``Invalid``.
    """
    entry = text.strip()
    if _WHOLE.fullmatch(entry) and (tenths := int(entry) * 10) >= lowest:
        return tenths
    raise Invalid(
        f"“{entry[:20]}” không phải điểm bài kiểm tra định kì." if entry else "Chưa nhập điểm.",
        hint=f"Bài kiểm tra tiểu học cho điểm là số nguyên từ {lowest // 10} đến 10, không cho điểm thập phân.",
        code="test_mark",
    )


def format_tenths(tenths: int | None) -> str:
    """``85`` → ``8,5``; nothing for ``None`` or a negative (missing) value."""
    if tenths is None or tenths < 0:
        return ""
    return f"{tenths // 10},{tenths % 10}"


def format_test_mark(tenths: int | None) -> str:
    """``90`` → ``9``; nothing for ``None`` or a negative (missing) value."""
    return "" if tenths is None or tenths < 0 else str(tenths // 10)


def half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to a non-negative fraction; halves go up (TT 22/2021, Art 5)."""
    if numerator < 0 or denominator <= 0:
        raise ValueError(f"half_up needs a non-negative fraction, not {numerator}/{denominator}")
    return (2 * numerator + denominator) // (2 * denominator)
