"""A teacher's turn on a played day: mostly writing, now and then signing.

Whatever is done again under the same key, because the server hung up before it answered, counts once.
"""

from .browser import Browser
from .cast import Teacher
from .deeds import Ask, Deed, Turn
from .sheets import write
from .signing import sign

_SIGNS = 0.04
"""Chance that a teacher signs on a day."""


def teach(turn: Turn, teacher: Teacher, browser: Browser, ask: Ask) -> Deed:
    """One desk of the teacher's, chosen by the day's chance."""
    dice = turn.dice
    desk = dice.py.choice(teacher.desks)
    if dice.chance(_SIGNS):
        return sign(desk, browser, ask)
    return write(turn, dice, desk, browser, ask)
