"""Groups of people and classes to figures; figures of schools to those of a province; what a correction changes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .lines import LEVELS, SEVERAL, Group, Line, columns_of, key_of, level_of, lines_of
from .periods import Period

Figures = Mapping[str, int]
OWNERS = {"cl": "Công lập", "tt": "Tư thục", "dl": "Dân lập"}
REGIONS = {"db": "Trung du, đồng bằng, thành phố", "mn": "Miền núi, vùng sâu, hải đảo"}
_LARGE = {"02": {"db": 28, "mn": 19}, "01": {"db": 9, "mn": 6}}
"""From how many classes a school is large: forms 02-TH-ĐN lines 3 to 7, 01-MN-ĐN lines 4 to 8."""


def figures_of(classes: Mapping[int, int], groups: Sequence[Group], period: Period) -> dict[str, int]:
    """Every figure of a school, noughts too: ``classes`` is how many there are of each grade with any."""
    levels = sorted({level_of(grade) for grade in classes})
    figures: dict[str, int] = {}
    for level in levels:
        for line in lines_of(level, period.term is not None, period.term == 3):
            if line.kind != "staff" or len(levels) == 1:
                figures |= _counted(level, line, classes, groups)
    if len(levels) > 1:
        for line in lines_of(SEVERAL):
            figures |= _counted(SEVERAL, line, classes, groups)
    return figures


def _counted(level: str, line: Line, classes: Mapping[int, int], groups: Iterable[Group]) -> dict[str, int]:
    if not line.kind:
        grades = LEVELS[level]
        if line.code == "truong":
            return {key_of(level, line.code): 1}
        some = line.n if isinstance(line.n, range) else grades if line.n is None else (line.n,)
        return {key_of(level, line.code): sum(classes.get(grade, 0) for grade in some)}
    found = {key_of(level, line.code, column): 0 for column in columns_of(line)}
    for group in groups:
        here = group.kind == line.kind and (line.kind == "staff" or group.grade in LEVELS[level])
        if here and line.counts(group):
            for column in group.columns():
                found[key_of(level, line.code, column)] += group.n
    return found


def parted(figures: Figures, owner: str, region: str) -> dict[str, int]:
    """Figures with those of their kind of school: ``02.hs.nu@cl`` by owner, ``…@mn`` by region, ``…@mn@cl`` by both.

    Adds how large the school is (``truong_lon``, ``truong_nho``) where a form asks for it.
    """
    whole = dict(figures)
    for level, bounds in _LARGE.items():
        if key_of(level, "truong") in figures:
            large = figures[key_of(level, "lop")] >= bounds[region]
            whole |= {key_of(level, "truong_lon"): int(large), key_of(level, "truong_nho"): int(not large)}
    marks = ("", f"@{owner}", f"@{region}", f"@{region}@{owner}")
    return {f"{key}{mark}": value for key, value in whole.items() for mark in marks}


def added(many: Iterable[Figures]) -> dict[str, int]:
    """The sum of parted figures of schools, in a fixed order."""
    total: Counter[str] = Counter()
    for one in many:
        total.update(one)
    return {key: total[key] for key in sorted(total)}


def delta(before: Figures, after: Figures) -> list[tuple[str, int, int]]:
    """What differs: key, before, after; what is in one of them alone is nought in the other."""
    keys = sorted({*before, *after})
    return [(key, before.get(key, 0), after.get(key, 0)) for key in keys if before.get(key, 0) != after.get(key, 0)]


def corrected(figures: Figures, changes: Iterable[Sequence[Any]]) -> dict[str, int]:
    """Figures after changes (key, before, after)."""
    return {**figures, **{key: after for key, _before, after in changes}}
