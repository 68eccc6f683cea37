"""How much a missing answer weighs, and the score of a school.

Score = 80 % completeness (weight of the answers that are there, of all required ones) + 20 % share of people without
contradictions; 0 to 100 with one decimal, half up, as tenths. Nobody to ask about: no score.
"""

HEAVY = {"number": 5, "name": 5, "birth": 5, "sex": 3, "ethnicity": 2, "class": 3}
"""By what is held; every other required field weighs 1."""
DEMANDED = frozenset({"number"})
"""Asked of everybody even where the catalogue in force does not say so: the key of the population database."""
COMPLETE, CLEAN = 800, 200
"""Shares of the score, in tenths."""


def weight(held: str) -> int:
    """The weight of a required field."""
    return HEAVY.get(held, 1)


def score_tenths(people: int, due: int, missing: int, clean: int) -> int | None:
    """The score of a school in tenths (0 to 1000), or ``None`` without people or anything to answer."""
    if not people or not due:
        return None
    points, of = COMPLETE * (due - missing) * people + CLEAN * clean * due, due * people
    return (2 * points + of) // (2 * of)


def percent(part: int, whole: int) -> int | None:
    """Half up; ``None`` of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None
