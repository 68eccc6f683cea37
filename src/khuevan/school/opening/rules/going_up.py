"""How grades follow each other, and what becomes of a pupil by the result of the year.

Law: TT 22/2021/TT-BGDĐT Art. 12 to 14, TT 27/2020/TT-BGDĐT Art. 11; sizes of classes: TT 15/2026/TT-BGDĐT.
"""

from typing import Final, Literal

Decision = Literal["promote", "repeat", "skip", "wait", "complete", "leave"]
PROMOTE, REPEAT, SKIP, WAIT, COMPLETE, LEAVE = "promote", "repeat", "skip", "wait", "complete", "leave"
SEATED: Final = (PROMOTE, REPEAT, SKIP)
"""Decisions that put a pupil into a class of the new year."""

LAST_OF_STAGE: Final = (5, 9, 12, 18)
"""Grades after which pupils leave a school, unless it has the next grade, too. Kindergarten is 16, 17, 18."""
LARGEST: Final = {"primary": 35, "secondary": 45, "kindergarten": 35}
"""Pupils that a class has at most."""


def decision_for(outcome: str, ends: bool) -> Decision:
    """What is proposed for a pupil with the outcome of the year (`gradebook.Result.outcome`).

    ``ends``: the school has no grade after the pupil's.
    """
    if outcome == "promoted":
        return "complete" if ends else "promote"
    return "repeat" if outcome == "held_back" else "wait"


def decision_by_grades(old: int, new: int) -> Decision:
    """What it means to sit in a class of grade ``new`` after one of grade ``old``."""
    if new == old:
        return "repeat"
    return "promote" if new == old + 1 else "skip"


def largest(grade: int) -> int:
    """How many pupils a class of a grade has at most."""
    stage = "kindergarten" if grade > 12 else "primary" if grade <= 5 else "secondary"
    return LARGEST[stage]
