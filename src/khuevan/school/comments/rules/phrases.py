"""What a comment is made of: phrases, and the places that they fill.

A phrase is one whole sentence with its use: which part of a comment, for which bands of results, about what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ALL_BANDS: Final = frozenset({1, 2, 3, 4})
"""Four bands of results: 4 very good, 3 good, 2 what is asked for, 1 not yet (see `evidence`)."""


class Part(StrEnum):
    """The parts of a comment, in the order in which they are read (TT 22/2021 Art. 5(1), TT 27/2020 Art. 6)."""

    STRENGTH = "strength"
    TAG = "tag"
    TREND = "trend"
    LIMIT = "limit"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence. ``about``: the skill it speaks of; ``trait``: the quality or competence to which the skill belongs;
    ``word``: "up" or "down" of a trend, the code of a tag.

    ``rank``: whose it is; the lower is taken first: 0 the teacher's own, 1 the school's, 2 of the product.
    """

    part: Part
    text: str
    bands: frozenset[int] = ALL_BANDS
    about: str = ""
    trait: str = ""
    word: str = ""
    rank: int = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a comment to fill. ``traits`` limits it to some qualities; ``None`` is any."""

    part: Part
    band: int
    word: str = ""
    traits: frozenset[str] | None = None

    def takes(self, phrase: Phrase) -> bool:
        """Whether the phrase may stand here."""
        return (
            phrase.part == self.part
            and self.band in phrase.bands
            and phrase.word == self.word
            and (self.traits is None or not phrase.trait or phrase.trait in self.traits)
        )


def expand(frames: Iterable[str], skill: str, part: Part, band: int, trait: str = "") -> list[Phrase]:
    """The frames (``"Em biết {s}."``) with one skill in them, without those in which a word would stand twice."""
    said = [frame.format(s=skill) for frame in frames if not _stumbles(frame, skill)]
    return [Phrase(part, text, frozenset({band}), skill, trait) for text in said]


def _stumbles(frame: str, skill: str) -> bool:
    """Whether a word would stand twice in a row or nearly so, or two clauses with "khi"."""
    words = skill.split()
    before, _skill, after = frame.partition("{s}")
    ending = words[-1] == after.strip(".").split(" ")[1] if after.startswith(" ") else False
    return words[0] in before.split()[-3:] or ending or ("khi" in words and "khi" in frame.split())
