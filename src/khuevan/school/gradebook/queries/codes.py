"""What the engine's numbers are called in the tables."""

from ..rules import tt22_2021 as tt22
from ..rules import tt27_2020 as tt27
from ..rules.values import MISSING


def level_code(value: int) -> str:
    """``0`` → ``T``; "" while missing."""
    return tt22.Level(value).name if value >= 0 else ""


def year_level_code(value: int) -> str:
    """Level of a primary year; "" while missing."""
    return tt27.YearLevel(value).name if value >= 0 else ""


def small_name(kind: type[tt22.Award] | type[tt22.Outcome] | type[tt27.Award] | type[tt27.Outcome], value: int) -> str:
    """The stored code of an award or an outcome: its name in small letters; "" for none or while missing."""
    return "" if value == MISSING or (value == 0 and kind.__name__ == "Award") else kind(value).name.lower()
