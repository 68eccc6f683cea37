"""Families: mothers, fathers, and children whose ages and names go together."""

from collections import Counter
from dataclasses import dataclass, field

from . import norms
from .cast import Part
from .dice import Dice
from .names import FEMALE, KINH, MALE, Urn, birthdays, draw_ethnicity, family_names, given_names
from .people import Human, Registrar
from .schools import School

_CHILDREN = Urn([(1, 0.42), (2, 0.47), (3, 0.11)])
_UNKNOWN_DAY, _UNKNOWN_MONTH = 0.012, 0.004
PHONE = "0900"
"""A block without subscribers: nobody is rung up by mistake."""


@dataclass
class Family:
    """Guardians with their relation, and the pupils they answer for."""

    guardians: list[tuple[Human, str]]
    children: list[Human] = field(default_factory=list)


class Families:
    """Makes families until every year of birth has the pupils that are wanted."""

    def __init__(self, registrar: Registrar, dice: Dice, schools: list[School], whole: bool = False) -> None:
        self.registrar, self.dice = registrar, dice
        self.sizes = Urn(list(norms.CHILDREN)) if whole else _CHILDREN
        self.parts: dict[Part, Human] = {}
        self.usernames: dict[int, str] = {}
        self.places = sorted({school.place for school in schools})

    def fill(self, wanted: Counter[int]) -> list[Family]:
        """Families whose children are born as ``wanted`` (year → children), no more and no fewer."""
        left, made = +wanted, []
        while left:
            years = self._siblings(left)
            left.subtract(years)
            left = +left
            made.append(self._family(years))
        return made

    def _siblings(self, left: Counter[int]) -> list[int]:
        first = self.dice.py.choices(list(left), weights=list(left.values()))[0]
        years, room = [first], left.copy()
        room[first] -= 1
        for _ in range(self.sizes.draw(self.dice) - 1):
            year = years[-1] + self.dice.py.choice((2, 3, 3, 4, 4, 5, 6))
            if room[year] > 0:
                years.append(year)
                room[year] -= 1
        return years

    def _family(self, years: list[int]) -> Family:
        dice = self.dice
        ethnicity = draw_ethnicity(dice)
        mother = self.adult(
            FEMALE, years[0] - dice.py.randint(21, 33), draw_ethnicity(dice) if dice.chance(0.05) else ethnicity
        )
        father = self.adult(MALE, mother.birth[0] - dice.py.randint(-2, 7), ethnicity)
        guardians = [(mother, "mother"), (father, "father")]
        if dice.chance(0.07):
            guardians.pop(dice.py.randrange(2))
        elif dice.chance(0.02):
            guardians = [(self.adult(FEMALE, years[0] - dice.py.randint(48, 60), ethnicity), "other")]
        place = dice.py.choice(self.places)
        return Family(guardians, [self.child(father.family_name, year, ethnicity, place) for year in years])

    def cast(self, part: Part) -> Human:
        """Somebody of the story, once."""
        if part not in self.parts:
            human = self.parts[part] = self.adult(part.sex, part.born, full_name=part.full_name)
            self.usernames[human.number] = part.username
        return self.parts[part]

    def adult(self, sex: int, born: int, ethnicity: str = KINH, full_name: str = "") -> Human:
        """A grown-up with a telephone."""
        dice = self.dice
        name = full_name or f"{family_names(ethnicity).draw(dice)} {given_names(sex, True).draw(dice)}"
        month, day = birthdays().draw(dice)
        phone = f"{PHONE}{self.registrar.next % 10**6:06d}"
        return Human(self.registrar.number(), name, sex, (born, month, day), ethnicity, phone=phone)

    def child(
        self, family_name: str, born: int, ethnicity: str, place: str, full_name: str = "", sex: int = 0
    ) -> Human:
        """A pupil; of a few, day or month of birth are not known."""
        dice = self.dice
        sex = sex or (MALE if dice.chance(0.515) else FEMALE)
        name = full_name or f"{family_name} {given_names(sex, False).draw(dice)}"
        birth: tuple[int, int | None, int | None] = (born, *birthdays().draw(dice))
        if not full_name and dice.chance(_UNKNOWN_DAY):
            birth = (born, None if dice.chance(_UNKNOWN_MONTH / _UNKNOWN_DAY) else birth[1], None)
        return Human(self.registrar.number(), name, sex, birth, ethnicity, f"{place}, Tỉnh Tây Ninh")
