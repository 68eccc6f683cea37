"""Choose phrases so that no two pupils of a class read the same.

Greedy over the pupils in the order that the seed gives: each takes the text whose phrases were used least so far in the
class. Deterministic: the same seed, pupils and bank give the same texts. The choice cannot contradict the results
(`Place.takes`), never speaks of one skill twice, and is tried against ``refuses`` before it counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, product
from typing import Final

from khuevan.kernel.text import fold

from .phrases import Phrase, Place

MOST_TRIES: Final = 3000
"""Texts that are tried for one pupil before the place stays empty."""
WIDEST: Final = 40
"""Phrases of a place that are combined, the least used first."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A pupil who gets a text: key, places to fill, how often another wording was asked for, longest text."""

    key: str
    places: tuple[Place, ...]
    turn: int = 0
    longest: int = 500


Refuses = Callable[[str, str], bool]
"""``(key, text)``: whether the text must not be proposed to this pupil."""


def same(text: str) -> str:
    """What makes two texts read the same: letters without case, accents, marks and spaces of their own."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())


def choose(
    asking: Sequence[Asking],
    bank: Iterable[Phrase],
    seed: str,
    taken: Iterable[str] = (),
    refuses: Refuses = lambda _key, _text: False,
) -> dict[str, str]:
    """A text for each pupil for whom there is one, by key; ``taken`` are texts of the class that stand already.

    All texts differ from each other and from ``taken`` by `same`.
    """
    standing = list(taken)
    held, found = {same(text) for text in standing}, dict[str, str]()
    phrases = list({one.text: one for one in sorted(bank, key=lambda one: -one.rank)}.values())
    used = Counter({one.text: sum(one.text in text for text in standing) for one in phrases})
    fitting: dict[Place, list[Phrase]] = {}
    for one in sorted(asking, key=lambda one: _chance(seed, one.key)):
        for place in one.places:
            fitting.setdefault(place, [phrase for phrase in phrases if place.takes(phrase)])
        for text, parts in islice(_texts(one, fitting, used, seed), MOST_TRIES):
            if same(text) not in held and not refuses(one.key, text):
                held.add(same(text))
                used.update(part.text for part in parts)
                used.update(part.about for part in parts if part.about)
                found[one.key] = text
                break
    return found


def _texts(
    one: Asking, fitting: dict[Place, list[Phrase]], used: Counter[str], seed: str
) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    """Texts for a pupil, those of little used phrases first."""

    def order(phrase: Phrase) -> tuple[int, int, int, int]:
        chance = _chance(seed, one.key, str(one.turn), phrase.text)
        return used[phrase.text], phrase.rank, used[phrase.about] if phrase.about else 0, chance

    ways = [sorted(fitting[place], key=order)[:WIDEST] for place in one.places]
    for parts in product(*ways) if ways else ():
        skills = [part.about for part in parts if part.about]
        text = " ".join(part.text for part in parts)
        if len(set(skills)) == len(skills) and len(text) <= one.longest:
            yield text, parts


def _chance(*words: str) -> int:
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=8).digest(), "big")
