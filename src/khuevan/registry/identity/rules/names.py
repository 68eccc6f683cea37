"""How two names of people resemble each other (rulebook: order of name parts, folding; đ is a letter of its own).

What counts as one name written twice: accents left out altogether, a bar of đ forgotten, tones on another vowel (Hòa,
Hoà), parts in another order, one middle name missing, one slip of the fingers. Two given names that are both possible
and differ, be it by a tone (Hùng, Hưng), are two names: so brothers and sisters, twins above all, are told apart.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from khuevan.kernel.text import clean, fold, sort_key

_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
SAME, BARRED, ACCENTS, SWAPPED, MIDDLE, SLIP, TONES, NOTHING = (
    "same-name", "barred-d", "no-accents", "swapped-parts", "missing-middle", "slip", "other-tones", "",
)  # fmt: skip
POINTS = {SAME: 50, BARRED: 46, ACCENTS: 46, SWAPPED: 44, MIDDLE: 40, SLIP: 38, TONES: 38, NOTHING: 0}


@dataclass(frozen=True, slots=True)
class Resemblance:
    """``how`` two names resemble each other; ``one_given``: both may be the same given name."""

    how: str
    one_given: bool

    @property
    def points(self) -> int:
        return POINTS[self.how]


def resemblance(one: str, other: str) -> Resemblance:
    """Of two full names, whatever their case, spacing and Unicode form."""
    a, b = _words(one), _words(other)
    if [_key(word) for word in a] == [_key(word) for word in b]:
        return Resemblance(SAME, True)
    if [_unbarred(word) for word in a] == [_unbarred(word) for word in b]:
        return Resemblance(BARRED, True)
    plain_a, plain_b = [_plain(word) for word in a], [_plain(word) for word in b]
    typed_plain = plain_a == a or plain_b == b
    if plain_a == plain_b:
        return Resemblance(ACCENTS, True) if typed_plain else Resemblance(TONES, _unbarred(a[-1]) == _unbarred(b[-1]))
    if sorted(plain_a) == sorted(plain_b):
        return Resemblance(SWAPPED, True)
    if _one_missing(plain_a, plain_b):
        return Resemblance(MIDDLE, typed_plain or _unbarred(a[-1]) == _unbarred(b[-1]))
    return _slip(plain_a, plain_b)


@lru_cache(100_000)
def _words(name: str) -> list[str]:
    return clean(name).lower().split() or [""]


@lru_cache(100_000)
def _key(word: str) -> str:
    return sort_key(word)


@lru_cache(100_000)
def _plain(word: str) -> str:
    return fold(word)


def _unbarred(word: str) -> str:
    return _key(word).replace("d~", "d")


def _one_missing(a: list[str], b: list[str]) -> bool:
    """Whether one has a middle name more than the other, and all else is the same in the same order."""
    short, long = sorted((a, b), key=len)
    if len(long) != len(short) + 1 or len(short) < 2:
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(1, len(long) - 1))


def _slip(a: list[str], b: list[str]) -> Resemblance:
    """One letter too many, too few, wrong, or two swapped, in one word."""
    apart = [place for place, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]]
    if len(a) != len(b) or len(apart) != 1 or not one_slip(a[apart[0]], b[apart[0]]):
        return Resemblance(NOTHING, a[-1] == b[-1])
    if apart[0] < len(a) - 1:
        return Resemblance(SLIP, True)
    possible = [bool(_SYLLABLE.fullmatch(words[-1])) for words in (a, b)]
    return Resemblance(SLIP, possible.count(True) == 1)


def one_slip(one: str, other: str) -> bool:
    """Whether two different words of at least two letters are one slip of the fingers apart."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(long) - len(short) > 1:
        return False
    start = next((n for n, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or swapped
