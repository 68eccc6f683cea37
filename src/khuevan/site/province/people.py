"""People before they are rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from khuevan.kernel.ids import person_code
from khuevan.kernel.text import search_text, sort_key

from .dice import Dice, Scatter
from .names import MALE
from .records import AffiliationRow, ExternalIdRow, PersonRow
from .school_years import PAST, ZONE

SOURCE = "CSDL ngành GDĐT Tây Ninh"
VERIFIED = datetime(2024, 10, 15, 9, 0, tzinfo=ZONE)
_BIRTH_PLACES = (("080", "072"), ("079", "082"), ("074", "075"), ("087", "083"))
"""Codes of Tây Ninh and its former self, and of provinces near by: six digits tell only a million people apart."""


@dataclass(slots=True)
class Human:
    """Somebody. ``birth`` is year, month, day, of which month and day may be unknown (None)."""

    number: int
    full_name: str
    sex: int
    birth: tuple[int, int | None, int | None]
    ethnicity: str = "01"
    birth_place: str = ""
    phone: str = ""
    affiliations: list[AffiliationRow] = field(default_factory=list)

    @property
    def family_name(self) -> str:
        return self.full_name.split()[0]

    def joins(self, school_id: int, kind: str, since: date, title: str = "", until: date | None = None) -> None:
        """Be known at a school; what is said twice counts once."""
        if not any(a.school_id == school_id and a.kind == kind for a in self.affiliations):
            self.affiliations.append(AffiliationRow(school_id, self.number, kind, title, since, until))


class Registrar:
    """Gives everybody the next number and turns people into rows."""

    def __init__(self, seed: int, first: int) -> None:
        self.next = self.first = first
        self.codes, self.sector, self.citizen = Scatter(seed), Scatter(seed + 1), Scatter(seed + 2)

    def number(self) -> int:
        """An id nobody has yet."""
        self.next += 1
        return self.next - 1

    def rows(self, people: list[Human], dice: Dice) -> Iterator[tuple]:
        """The rows of people with their affiliations and, for staff and pupils, their outside numbers."""
        for one in people:
            yield self._person(one, dice)
            yield from one.affiliations
            if any(a.kind != "guardian" for a in one.affiliations):
                yield from self._external(one, dice)

    def code(self, one: Human) -> str:
        """The lifetime code."""
        return person_code(self.codes(one.number))

    def _person(self, one: Human, dice: Dice) -> PersonRow:
        schools = sorted({a.school_id for a in one.affiliations})
        staff = sorted({a.school_id for a in one.affiliations if a.kind == "staff"})
        keys = name_keys(one.full_name)
        return PersonRow(
            one.number, dice.uid(one.number), self.code(one), one.full_name, *keys, one.sex, *one.birth,
            one.ethnicity, one.birth_place, one.phone, schools, staff,
        )  # fmt: skip

    def _external(self, one: Human, dice: Dice) -> Iterator[ExternalIdRow]:
        known = (SOURCE, PAST.starts_on, None, VERIFIED)
        yield ExternalIdRow(one.number, "moet", f"80{self.sector(one.number) % 10**8:08d}", *known)
        if one.birth[2] and dice.chance(0.97):
            yield ExternalIdRow(one.number, "citizen", self._citizen(one), *known)

    def _citizen(self, one: Human) -> str:
        """Province, century and sex, year of birth, six digits (TT 59/2021/TT-BCA)."""
        century = (0 if one.sex == MALE else 1) + (2 if one.birth[0] >= 2000 else 0)
        place = _BIRTH_PLACES[one.number // 10**6 % 4][self.citizen(one.number) % 2]
        return f"{place}{century}{one.birth[0] % 100:02d}{self.citizen(one.number) % 10**6:06d}"


@lru_cache(200_000)
def name_keys(full_name: str) -> tuple[str, str]:
    """Sort key and search key of a name."""
    return sort_key(full_name), search_text(full_name)
