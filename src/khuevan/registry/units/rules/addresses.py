"""Old addresses of three levels as new ones of two: which commune of today is that, and how sure is it?

NQ 202/2025/QH15 and the resolutions of the Standing Committee of the National Assembly on each province: most communes
went into one new commune whole; 471 were divided among several. For those nobody can tell without the house itself, so
every commune that took in a part is a candidate, the one that took in most first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .gazetteer import TYPES, WITHOUT_ACCENTS, Gazetteer, Place, Token, Words, tokens_of

LONGEST_NAME = 7
TOO_LONG = 300


@dataclass(frozen=True)
class Candidate:
    """A commune of today in which the address may lie, and why.

    ``reason``: ``whole`` the old commune went into it whole, ``main`` and ``part`` it took in most or some of it,
    ``present`` the address is a new one already, ``district`` the old district reached into it.
    """

    place: Place
    reason: str
    old: Place | None = None


@dataclass(frozen=True)
class Conversion:
    """What became of an address.

    ``doubts``: ``split`` (divided commune), ``several`` (several old communes are so called), ``no_province``,
    ``no_district``, ``unknown_district``, ``no_commune``, ``other_kind`` (xã for phường), ``loose`` (a name without its
    type), ``era`` (both an old and a new address), ``nothing``.
    """

    text: str
    street: str
    candidates: tuple[Candidate, ...]
    doubts: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """One commune, and nothing to ask."""
        return len(self.candidates) == 1 and not self.doubts

    @property
    def best(self) -> str:
        """The new address with the first candidate, "" without one."""
        parts = [self.street, self.candidates[0].place.full] if self.candidates else []
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class _Match:
    place: Place
    start: int
    typed: bool
    exact: bool
    other_kind: bool = False
    loose: bool = False


def convert(text: str, known: Gazetteer) -> Conversion:
    """The communes of today in which an old (or new) address may lie. Any text gets an answer; none raises."""
    tokens = _without_country(tokens_of(text[:TOO_LONG]))
    old, new = _Reading(tokens, known, False), _Reading(tokens, known, True)
    found, doubts, street = _of_old(old, known), list(old.doubts), old.street_end
    # A district without its type may be no more than the end of a new commune's name (Xã Nam Ban Lâm Hà).
    named = any(match.typed and match.exact for match in new.communes)
    district = any(match.typed or not named for match in old.districts)
    present = [] if district else [Candidate(match.place, "present") for match in new.communes]
    if present and new.provinces:
        loose = {"no_commune", "loose", "other_kind"} & set(doubts)
        inexact = any(m.exact for m in new.communes) and not any(m.exact for m in old.communes)
        elsewhere = (
            found and not (loose or inexact) and not {one.place for one in present} & {one.place for one in found}
        )
        doubts, street = [d for d in new.doubts if d != "no_district"] + ["era"] * bool(elsewhere), new.street_end
        found = found if elsewhere else []
    candidates = _once([*present, *found])
    if len(candidates) > 1 and not doubts:
        doubts = ["several"]
    if not candidates:
        doubts = ["nothing"]
    return Conversion(text, _street(text, tokens, street), candidates, tuple(dict.fromkeys(doubts)))


def _of_old(reading: "_Reading", known: Gazetteer) -> list[Candidate]:
    found = []
    for match in reading.communes:
        heirs = known.heirs.get(match.place.id, ())
        if len(heirs) > 1:
            reading.doubts.append("split")
        for place, main in heirs:
            reason = "whole" if len(heirs) == 1 else "main" if main else "part"
            found.append(Candidate(place, reason, match.place))
    if len({match.place for match in reading.communes}) > 1 and len({one.place for one in found}) > 1:
        reading.doubts.append("several")
    if not reading.communes:
        for match in reading.districts:
            own = known.heirs.get(match.place.id, ())
            found += [Candidate(place, "whole", match.place) for place, _ in own]
            found += _reached(match.place, known) if not own else []
            if not own:
                reading.doubts.append("no_commune")
    return found


def _reached(district: Place, known: Gazetteer) -> list[Candidate]:
    communes = [place for place in known.places.values() if place.parent is district]
    heirs = {place for one in communes for place, _ in known.heirs.get(one.id, ())}
    return [Candidate(place, "district", district) for place in sorted(heirs, key=lambda one: one.code)]


class _Reading:
    """An address read from its end on one of the two maps."""

    def __init__(self, tokens: Sequence[Token], known: Gazetteer, new: bool) -> None:
        self.tokens, self.known, self.new = tokens, known, new
        self.doubts: list[str] = []
        end = len(tokens)
        self.provinces, end = self._level("province", end, ())
        if not self.provinces:
            self.doubts.append("no_province")
        self.districts: list[_Match] = []
        if not new:
            self.districts, end = self._districts(end)
            if not self.districts:
                self.doubts.append("no_district")
                end = self._skip_unknown_district(end)
        self.communes, end = self._level("commune", end, self.districts or self.provinces)
        self.street_end = end
        for match in (*self.districts, *self.communes):
            self.doubts += ["other_kind"] * match.other_kind + ["loose"] * match.loose
        self._forgive()

    def _forgive(self) -> None:
        """What is missing is no doubt where the rest leaves no choice."""
        communes = {match.place for match in self.communes}
        if len(communes) == 1 and all(match.typed for match in self.communes):
            if len(self.districts) == 1 and self.districts[0].typed:
                self.doubts = [d for d in self.doubts if d != "no_province"]
            if self.provinces:
                self.doubts = [d for d in self.doubts if d != "no_district"]

    def _districts(self, end: int) -> tuple[list[_Match], int]:
        """The district; past a province that is said twice, unless that is the city of the same name."""
        found, start = self._level("district", end, self.provinces)
        if found or not self.provinces:
            return found, start
        again, before = self._level("province", end, self.provinces)
        return self._level("district", before, self.provinces) if again else (found, end)

    def _level(self, level: str, end: int, within: Sequence[_Match]) -> tuple[list[_Match], int]:
        """The longest name of a level that ends here, inside what is known already."""
        inside = {match.place for match in within}
        for length in range(min(LONGEST_NAME, end), 0, -1):
            start = end - length
            found = [m for m in self._called(level, start, end) if not inside or self._inside(m.place, inside)]
            if found:
                best = _best(found)
                return best, min(match.start for match in best)
        return [], end

    @staticmethod
    def _inside(place: Place, inside: set[Place]) -> bool:
        return any(place.within(one.level) is one for one in inside)

    def _called(self, level: str, start: int, end: int) -> list[_Match]:
        words = tuple(token.plain for token in self.tokens[start:end])
        accents = tuple(token.accents for token in self.tokens[start:end])
        kind = self._type_before(level, start)
        of_commune = level == "district" and not kind and self._type_before("commune", start)
        found = []
        for place, typed, name in self.known.find(level, self.new, words):
            if of_commune and not typed:
                continue
            before = 0 if typed else kind
            exact = _same_accents(accents, name)
            opens = start == 0 or self.tokens[start].part != self.tokens[start - 1].part
            loose = not (typed or before or opens) and level == "commune"
            found.append(_Match(place, start - before, typed or bool(before), exact, bool(before) and not typed, loose))
        return found

    def _type_before(self, level: str, start: int) -> int:
        """How many words before are a type of this level."""
        for kind in TYPES[level]:
            words = kind.split()
            if tuple(t.plain for t in self.tokens[max(0, start - len(words)) : start]) == tuple(words):
                return len(words)
        return 0

    def _skip_unknown_district(self, end: int) -> int:
        """Past a last part such as ``Quận 2`` that is no district of June 2025."""
        if not end:
            return end
        last = self.tokens[end - 1].part
        start = next(n for n in range(end) if self.tokens[n].part == last)
        starts_as = {kind.split()[0] for kind in TYPES["district"]} if start else set()
        if self.tokens[start].plain in starts_as:
            self.doubts.append("unknown_district")
            return start
        return end


def _best(found: list[_Match]) -> list[_Match]:
    """Those with the type that was said, and with the accents that were written, where there are such."""
    said = [match for match in found if match.typed and not match.other_kind] or found
    return [match for match in said if match.exact] or said


def _same_accents(written: Words, name: Words) -> bool:
    """Whether the accents are those of the name; a type written short has none."""
    return all(w in (n, WITHOUT_ACCENTS) for w, n in zip(written, name, strict=True))


def _without_country(tokens: list[Token]) -> list[Token]:
    for name in (("viet", "nam"), ("vietnam",), ("vn",)):
        if len(tokens) > len(name) and tuple(t.plain for t in tokens[-len(name) :]) == name:
            return tokens[: -len(name)]
    return tokens


def _street(text: str, tokens: Sequence[Token], end: int) -> str:
    cut = tokens[end].start if end < len(tokens) else len(text)
    return " ".join(text[:cut].split()).strip(" ,;-–—(|")


def _once(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    kept: dict[Place, Candidate] = {}
    for one in found:
        kept.setdefault(one.place, one)
    return tuple(kept.values())
