"""Areas of both eras by name, ready to be looked up from the end of an address."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from khuevan.kernel.text import clean, fold, sort_key

Words = tuple[str, ...]
TYPES: dict[str, tuple[str, ...]] = {
    "province": ("tinh", "thanh pho"),
    "district": ("quan", "huyen", "thi xa", "thanh pho"),
    "commune": ("phuong", "xa", "thi tran", "dac khu"),
}
SHORT = {
    "p": "phuong", "f": "phuong", "ph": "phuong", "x": "xa", "tt": "thi tran", "q": "quan", "h": "huyen",
    "tx": "thi xa", "tp": "thanh pho", "t": "tinh", "dk": "dac khu",
}  # fmt: skip
"""What clerks write for a type."""
WITHOUT_ACCENTS = "*"
ALIASES = {
    "01": ("hn", "ha noi city"),
    "46": ("thua thien hue", "tinh thua thien hue", "thi tran hue", "hue"),
    "77": ("brvt", "br vt", "vung tau ba ria"),
    "79": ("hcm", "tphcm", "thanh pho hcm", "sai gon", "ho chi minh city", "tp ho chi minh"),
}
"""Other names of old provinces, without accents."""
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_GLUED = re.compile(r"([qpf])(\d{1,2})")
_APOSTROPHE = re.compile("['’ʼ]")


@dataclass(frozen=True)
class Place:
    """An area; ``new`` if it is one of those since 1/7/2025."""

    id: int
    level: str
    code: str
    name: str
    new: bool
    parent: "Place | None" = None

    def within(self, level: str) -> "Place | None":
        """The area of a level in which this one lies; itself at its own level."""
        here: Place | None = self
        while here and here.level != level:
            here = here.parent
        return here

    @property
    def full(self) -> str:
        """``Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh``."""
        return f"{self.name}, {self.parent.full}" if self.parent else self.name


@dataclass(frozen=True)
class Token:
    """A word of an address: plain, with its accents as a key, where it stands, and in which part between commas."""

    plain: str
    accents: str
    start: int
    part: int


@dataclass
class Gazetteer:
    """All places by the words of their names, with and without their type."""

    places: Mapping[int, Place]
    heirs: Mapping[int, Sequence[tuple[Place, bool]]]
    names: dict[tuple[str, bool], dict[Words, list[tuple[Place, bool, Words]]]] = field(default_factory=dict)

    def find(self, level: str, new: bool, words: Words) -> list[tuple[Place, bool, Words]]:
        """Places of a level so called, whether the type was said, and the name's words with accents."""
        return self.names.get((level, new), {}).get(words, [])

    def index(self) -> "Gazetteer":
        """Fill ``names``."""
        found: dict[tuple[str, bool], dict[Words, list[tuple[Place, bool, Words]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for place in self.places.values():
            names = found[place.level, place.new]
            for typed, tokens in _ways(place):
                names[tuple(t.plain for t in tokens)].append((place, typed, tuple(t.accents for t in tokens)))
        self.names = {key: dict(names) for key, names in found.items()}
        return self


def gazetteer(
    areas: Iterable[tuple[int, str, str, str, int | None, bool]], successions: Iterable[tuple[int, int, bool]]
) -> Gazetteer:
    """From rows (id, level, code, name, parent, new), parents first, and (old, new, main)."""
    places: dict[int, Place] = {}
    for pk, level, code, name, parent, new in areas:
        places[pk] = Place(pk, level, code, name, new, places[parent] if parent else None)
    heirs: dict[int, list[tuple[Place, bool]]] = defaultdict(list)
    for old, new_id, main in successions:
        heirs[old].append((places[new_id], main))
    ordered = {old: sorted(found, key=lambda one: (not one[1], one[0].code)) for old, found in heirs.items()}
    return Gazetteer(places, ordered).index()


def _ways(place: Place) -> Iterator[tuple[bool, list[Token]]]:
    whole = tokens_of(place.name)
    yield True, whole
    kind = next((t for t in TYPES[place.level] if fold(place.name).startswith(f"{t} ")), "")
    stem = whole[len(kind.split()) :]
    if kind and not stem[0].plain.isdigit():
        yield False, stem
    if place.level == "province" and not place.new:
        for alias in ALIASES.get(place.code, ()):
            yield True, tokens_of(alias)


def tokens_of(text: str) -> list[Token]:
    """The words of an address: types written out, ``Q1`` as two words, ``06`` as 6, apostrophes left out."""
    tokens: list[Token] = []
    part = 0
    last = 0
    for found in _TOKEN.finditer(text):
        if re.search(r"[,;\n()|]|\s[-–—]+\s?|\s?[-–—]+\s", text[last : found.start()]):
            part += 1
        last = found.end()
        tokens += _split(found.group(), found.start(), part)
    return tokens


def _split(word: str, start: int, part: int) -> Iterator[Token]:
    plain = fold(_APOSTROPHE.sub("", word))
    if glued := _GLUED.fullmatch(plain):
        number = str(int(glued[2]))
        yield Token(SHORT[glued[1]], WITHOUT_ACCENTS, start, part)
        yield Token(number, number, start, part)
    elif plain in SHORT:
        yield from (Token(w, WITHOUT_ACCENTS, start, part) for w in SHORT[plain].split())
    elif plain.isascii() and plain.isdigit():
        number = plain.lstrip("0") or "0"
        yield Token(number, number, start, part)
    elif plain:
        yield Token(plain, sort_key(clean(_APOSTROPHE.sub("", word))), start, part)
