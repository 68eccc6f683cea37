"""Counts and shares of levels."""

from collections import Counter
from collections.abc import Iterable, Sequence

from khuevan.kernel.marks import half_up

from .tables import Cell, Head

BANDS = {"b4": "Từ 8,0", "b3": "6,5 – 7,9", "b2": "5,0 – 6,4", "b1": "3,5 – 4,9", "b0": "Dưới 3,5"}
"""Averages of subjects with marks between the bounds of TT 22/2021, Art. 9."""
PASSES = {"p1": "Đạt", "p0": "Chưa đạt"}


def percent(count: int, total: int) -> float | None:
    """Of ``total`` with one decimal, halves up; nothing where there is nobody."""
    return half_up(1000 * count, total) / 10 if total else None


def shares(found: Counter[str], codes: Iterable[str], total: int) -> list[Cell]:
    """For each code how many there are and their percent of ``total``."""
    return [cell for code in codes for cell in (found[code], percent(found[code], total))]


def share_heads(names: Iterable[str], under: str = "") -> list[Head]:
    """A pair of columns for each level."""
    return [head for name in names for head in (Head("SL", f"{under}{name}", 1), Head("%", f"{under}{name}", 1.2))]


def together(counts: Sequence[Counter[str]]) -> Counter[str]:
    """The sum."""
    found: Counter[str] = Counter()
    for one in counts:
        found.update(one)
    return found
