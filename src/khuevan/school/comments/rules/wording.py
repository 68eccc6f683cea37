"""Hold a text against what is known of the pupil: forbidden words, and what contradicts results, sex or name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from khuevan.kernel.text import clean, given_name

from .words import BANS, BLAME, BOY, FALLING, GIRL, NOT_YET, PRAISE, RISING

MALE, FEMALE = 1, 2
"""QCVN 109:2017/BTTTT."""
_NUMBER: Final = r"(\d{1,2}(?:[.,]\d)?)"
_COUNTED: Final = r"(?!\d|[.,]\d|\s*(?:bài|lần|buổi|tiết|phần|%))"
_MARK: Final = re.compile(rf"(?:điểm|đạt)\s+{_NUMBER}{_COUNTED}|{_NUMBER}\s+điểm", re.I)
_CALLED: Final = re.compile(r"\b(?:em|bạn|cháu|con)\s+([A-ZĐÀ-Ỹ][\w']*(?:\s+[A-ZĐÀ-Ỹ][\w']*)*)", re.UNICODE)
_EM: Final = re.compile(r"\b(?:Em|Bạn|Cháu|Con)\s+(?=[A-ZĐÀ-Ỹ])")


@dataclass(frozen=True)
class Known:
    """A pupil: full name, sex (0 unknown), band of results, trend, marks in tenths."""

    name: str = ""
    sex: int = 0
    band: int = 0
    trend: str = ""
    marks: frozenset[int] = field(default_factory=frozenset)
    others: frozenset[str] = field(default_factory=frozenset)
    """Given names of the class that are not the pupil's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: code, the words, the rule where one forbids them."""

    code: str
    words: str
    law: str = ""


def check(text: str, known: Known, longest: int = 500) -> list[Finding]:
    """Everything that speaks against a text about a pupil; nothing for an empty one."""
    said = clean(text)
    found = [Finding(ban.code, words, ban.law) for ban in BANS if (words := first_of(ban.words, said))]
    found += [Finding(code, words) for code, words in _against(said, known)]
    if len(text.strip()) > longest:
        found.append(Finding("long", str(len(text.strip()))))
    return found


def _against(said: str, known: Known) -> Iterable[tuple[str, str]]:
    """Contradictions: code and the words."""
    tests: list[tuple[str, bool, Sequence[str]]] = [
        ("praise", known.band in (1, 2), PRAISE),
        ("blame", known.band == 4, BLAME),
        ("blame", known.band == 3, NOT_YET),
        ("rising", known.trend == "down", RISING),
        ("falling", known.trend == "up", FALLING),
        ("sex", known.sex == MALE, GIRL),
        ("sex", known.sex == FEMALE, BOY),
    ]
    for code, holds, words in tests:
        if holds and (found := first_of(words, _without_denials(said) if code == "praise" else said)):
            yield code, found
    if known.marks and (mark := _foreign_mark(said, known.marks)):
        yield "mark", mark
    if name := _foreign_name(said, known):
        yield "name", name


def _without_denials(said: str) -> str:
    """Praise that is only wished for or denied is none: "chưa nắm vững", "để thành thạo hơn"."""
    return re.sub(r"\b(?:chưa|không|để)(?:\s+\w+){0,6}", " ", said, flags=re.I)


def _foreign_mark(said: str, marks: frozenset[int]) -> str:
    """A mark in the text that is none of the pupil's."""
    for one in _MARK.finditer(said):
        text = one[1] or one[2]
        whole, _comma, tenth = text.replace(",", ".").partition(".")
        tenths = int(whole) * 10 + int(tenth or 0)
        if tenths <= 100 and tenths not in marks:
            return text
    return ""


def _foreign_name(said: str, known: Known) -> str:
    """The name of somebody else in the class by which the text calls the pupil."""
    for one in _CALLED.finditer(_EM.sub("em ", said)):
        called = given_name(one[1])
        if called in known.others and called != given_name(known.name):
            return one[1]
    return ""


def first_of(words: Sequence[str], said: str) -> str:
    """The first of some word sequences that stands whole in a text, as it is written there."""
    found = _pattern(tuple(words)).search(said)
    return found[0] if found else ""


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ways = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)", re.I)
