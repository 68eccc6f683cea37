"""Names as often as they are in the country."""

import csv
from bisect import bisect
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from .dice import Dice

DATA = Path(__file__).parent / "data"
MALE, FEMALE = 1, 2
KINH = "01"
OTHER_GROUPS = {"05": 0.012, "04": 0.006, "17": 0.004, "22": 0.002}
"""Shares of Khmer, Hoa, Chăm and Xtiêng in Tây Ninh, from the census of 2019 and rounded; the rest are Kinh."""
_SOUTHERN = {"Huỳnh": 3.0, "Hoàng": 0.35, "Võ": 2.5, "Vũ": 0.35}
"""In the south some family names are spelt otherwise: Huỳnh for Hoàng, Võ for Vũ."""
_OUT_OF_FASHION = {"Thị": 0.1, "Văn": 0.2}
"""How much rarer a middle name is among children than in the counts, which are of people born around 1998."""

T = TypeVar("T")


class Urn(list[T]):
    """Things to draw, each with a weight."""

    def __init__(self, things: list[tuple[T, float]]) -> None:
        super().__init__(thing for thing, weight in things if weight > 0)
        self.bounds = list(accumulate(weight for _, weight in things if weight > 0))

    def draw(self, dice: Dice) -> T:
        """One of them, put back afterwards."""
        return self[bisect(self.bounds, dice.py.random() * self.bounds[-1])]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def family_names(ethnicity: str) -> Urn[str]:
    """Family names within an ethnic group."""
    rows = [row for row in _rows("family_names.csv") if row["ethnicity"] == ethnicity]
    return Urn([(row["family"], int(row["people"]) * _SOUTHERN.get(row["family"], 1.0)) for row in rows])


@cache
def given_names(sex: int, adult: bool) -> Urn[str]:
    """Middle and given name together; children are hardly called Thị or Văn any more."""
    column, rare = "male" if sex == MALE else "female", {} if adult else _OUT_OF_FASHION
    rows = _rows("given_names.csv")
    weights = (int(row[column]) * rare.get(row["middle"].partition(" ")[0], 1.0) for row in rows)
    names = (f"{row['middle']} {row['given']}".strip() for row in rows)
    return Urn(list(zip(names, weights, strict=True)))


@cache
def birthdays() -> Urn[tuple[int, int]]:
    """(month, day) of birth; 29 February is left out, so that every year has the day."""
    days = [((int(r["month"]), int(r["day"])), int(r["people"])) for r in _rows("birthdays.csv")]
    return Urn([(day, people) for day, people in days if day != (2, 29) and _exists(*day)])


def _exists(month: int, day: int) -> bool:
    return day <= (30 if month in (4, 6, 9, 11) else 28 if month == 2 else 31)


def draw_ethnicity(dice: Dice) -> str:
    """An ethnic group's code, mostly 01 (Kinh)."""
    pick = dice.py.random()
    for code, share in OTHER_GROUPS.items():
        pick -= share
        if pick < 0:
            return code
    return KINH
