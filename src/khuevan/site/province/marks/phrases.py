"""Comments such as teachers write: a finding and an advice, combined (``data/comments.toml``)."""

import tomllib
from functools import cache
from itertools import product

from ..names import DATA

BANDS = (90, 80, 65, 50, 0)
"""Lower ends of the bands of marks, in tenths."""
GROUPS = ("words", "numbers", "hands")
"""In the order of the groups in `talents`."""


@cache
def _tables() -> dict:
    return tomllib.loads((DATA / "comments.toml").read_text(encoding="utf-8"))


@cache
def _bank(name: str, place: int) -> list[str]:
    table = _tables()[name][place]
    return [f"{finding}; {advice}" for finding, advice in product(table["findings"], table["advice"])]


def of_band(group: int, band: int) -> list[str]:
    """Comments for a group of subjects and a band of marks (0 is the best)."""
    return _bank(GROUPS[group], band)


def of_pass(passed: bool) -> list[str]:
    """Comments for a subject assessed by comments alone."""
    return _bank("passed" if passed else "failed", 0)


def of_conduct(level: int) -> list[str]:
    """The homeroom teacher's comments by level of conduct (0 is the best)."""
    return _bank("conduct", level)


def of_primary(level: int) -> list[str]:
    """Comments for a subject of primary school by its level (0 = T, 1 = H, 2 = C)."""
    return _bank("primary", level)


def of_traits(level: int) -> list[str]:
    """The class teacher's comments by the lowest level of qualities and competences."""
    return _bank("traits", level)


def reasons() -> list[str]:
    """For what a class recognises a pupil (TT 27/2020/TT-BGDĐT, Art 13(1)(b))."""
    return list(_tables()["recognised"]["reasons"])
