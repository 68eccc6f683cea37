"""What pupils can do: one general ability, leanings to groups of subjects, and chance on the day.

Marks of a pupil go together because they come from the same abilities. Numbers are in tenths of a mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WORDS, NUMBERS, HANDS = 0, 1, 2
_GENERAL, _LEANING, _OWN = 11.0, 6.0, 5.0
"""Spread that all subjects, a group of subjects, and one subject of a pupil have in common."""

PROFILES = {
    "TOAN": (67, NUMBERS),
    "NV": (70, WORDS),
    "NN1": (67, WORDS),
    "GDCD": (80, WORDS),
    "LSDL": (72, WORDS),
    "KHTN": (70, NUMBERS),
    "CN": (78, HANDS),
    "TIN": (78, NUMBERS),
    "LS": (73, WORDS),
    "DL": (74, WORDS),
    "KTPL": (77, WORDS),
    "VL": (68, NUMBERS),
    "HH": (67, NUMBERS),
    "SH": (72, NUMBERS),
    "QPAN": (82, HANDS),
    "TV": (81, WORDS),
    "KH": (83, NUMBERS),
    "THCN_TIN": (83, NUMBERS),
    "THCN_CN": (84, HANDS),
    "TNXH": (84, WORDS),
    "DD": (86, WORDS),
    "GDTC": (82, HANDS),
    "NT": (83, HANDS),
    "NT_AN": (84, HANDS),
    "NT_MT": (84, HANDS),
    "MT": (82, HANDS),
    "AN": (82, HANDS),
    "HDTN": (85, WORDS),
    "HDTNHN": (84, WORDS),
    "GDDP": (80, WORDS),
}
"""Usual mark of a subject and the group it belongs to."""
EASIER_IN_PRIMARY = {"TOAN": 16, "NN1": 14, "LSDL": 10}


@dataclass(frozen=True)
class Chance:
    """Standard normal numbers of pupils in a year: of the pupil for life, and of every subject and moment."""

    life: Floats
    """Pupils × 5: general ability, leanings to words, numbers and hands, steadiness."""
    year: Floats
    """Pupils × subjects × moments."""


def draw(seed: int, numbers: Sequence[int], year: int, subjects: int, moments: int) -> Chance:
    """Numbers that belong to a pupil, wherever the pupil is: marks go along when somebody changes school."""
    life = np.empty((len(numbers), 5))
    noise = np.empty((len(numbers), subjects, moments))
    begin = _words(seed)
    for row, number in enumerate(numbers):
        life[row] = _for_life(*begin, number)
        _stream(*begin, number, year).standard_normal(out=noise[row])
    return Chance(life, noise)


@lru_cache(8192)
def _for_life(*words: int) -> Floats:
    """Asked for in every year of a neighbourhood's pupils."""
    return _stream(*words).standard_normal(5)


def _stream(*words: int) -> np.random.Generator:
    """The stream that a tuple of numbers below 2^32 begins; as an array they need no conversion."""
    return np.random.Generator(np.random.PCG64(np.array(words, dtype=np.uint32)))  # type: ignore[arg-type]


def _words(seed: int) -> list[int]:
    """A number of any size in words of 32 bits, the lowest first."""
    words = [seed & 0xFFFFFFFF]
    while seed := seed >> 32:
        words.append(seed & 0xFFFFFFFF)
    return words


def levels(chance: Chance, codes: Sequence[str], primary: bool = False) -> Floats:
    """The mark that a pupil usually gets in each subject: pupils × subjects, tenths. Uses the first moment."""
    extra = EASIER_IN_PRIMARY if primary else {}
    means = np.array([PROFILES[code][0] + extra.get(code, 0) for code in codes], dtype=float)
    groups = [1 + PROFILES[code][1] for code in codes]
    general, leaning = chance.life[:, :1], chance.life[:, groups]
    return means + _GENERAL * general + _LEANING * leaning + _OWN * chance.year[:, : len(codes), 0]


def as_marks(values: Floats, step: float = 2.5) -> NDArray[np.int16]:
    """Tenths as teachers give them: in quarters of a mark, shown with one decimal, hardly ever below 1,0."""
    stepped = np.round(np.clip(values, 10, 100) / step) * step
    return np.floor(stepped + 0.5).astype(np.int16)
