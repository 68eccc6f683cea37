"""The levels of a school out of the codes and words that systems use (code list CAP_HOC of the sector database).

Levels: 01 preschool, 02 primary, 03 lower secondary, 04 upper secondary, 05 continuing education.
"""

import re

from khuevan.kernel.text import fold

DIGITS = {"1": "02", "2": "03", "3": "04", "4": "01", "5": "01", "6": "05"}
"""``12`` is a school of primary and lower secondary level; 4 is nursery, 5 kindergarten, 6 continuing education."""
WORDS: dict[str, tuple[str, ...]] = {
    "mam non": ("01",), "mau giao": ("01",), "nha tre": ("01",), "tieu hoc": ("02",), "thcs": ("03",), "thpt": ("04",),
    "gdtx": ("05",), "ptcs": ("02", "03"), "lien cap mn pho thong": ("01", "02", "03", "04"),
    "trung hoc co so": ("03",), "trung hoc pho thong": ("04",), "giao duc thuong xuyen": ("05",),
}  # fmt: skip
_IN_NAME = (
    (r"\b(mn|mam non|mau giao|mg|lmg|nha tre|nhom tre|gdmn|lop mn|ntmg|ntgd)\b", "01"),
    (r"\b(th|tieu hoc|ptcs|cap 1|cap i)\b", "02"),
    (r"\b(thcs|trung hoc co so|ptcs|cap 2|cap ii)\b", "03"),
    (r"\b(thpt|ptth|trung hoc pho thong|cap 3|cap iii)\b", "04"),
    (r"\b(gdtx|gdnn|giao duc thuong xuyen|ktth|ttgd)\b", "05"),
)


def levels_of(text: str) -> frozenset[str]:
    """Of a code such as ``12`` or words such as ``THCS``; nothing for what says too little, such as ``Phổ thông``."""
    plain = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    if plain.isdigit() and set(plain) <= DIGITS.keys():
        return frozenset(DIGITS[digit] for digit in plain)
    return frozenset(WORDS.get(plain, ()))


def levels_in_name(name: str) -> frozenset[str]:
    """Of a name such as ``Trường TH & THCS Hoà Bình``."""
    plain = " ".join(re.findall(r"[a-z0-9]+", fold(name)))
    return frozenset(level for pattern, level in _IN_NAME if re.search(pattern, plain))
