"""Pupils move: to another class of their grade, out of the province, into the school."""

from khuevan.site.province.dice import Dice
from khuevan.site.province.names import FEMALE, KINH, MALE, birthdays, family_names, given_names
from khuevan.site.province.plans import birth_year

from . import pages
from .browser import Browser
from .cast import Leader
from .deeds import ARRIVE, LOOK, MOVE, Ask, Deed, Turn
from .submitting import Fields, submit

_REASON, _FAR = "Theo đơn của gia đình", "Trường ở tỉnh khác (tỉnh giả lập)"
_MOVES, _ARRIVE, _FAR_SHARE = 0.15, 0.25, 0.3
"""Chances: that something happens on a day, that somebody arrives then, that who goes leaves the province."""


def lead(turn: Turn, leader: Leader, browser: Browser, ask: Ask) -> Deed | None:
    """A leader's turn: on most days nobody moves."""
    dice = turn.dice
    if not leader.pupils or not dice.chance(_MOVES):
        return None
    form: Fields = {"token": str(turn.key), "on": turn.day.isoformat(), "reason": _REASON}
    if dice.chance(_ARRIVE):
        return submit(ARRIVE, "/register/arrive/", form | _newcomer(turn, dice, leader), browser, ask)
    return _move(dice, leader, form, browser, ask)


def _move(dice: Dice, leader: Leader, form: Fields, browser: Browser, ask: Ask) -> Deed:
    pupil, grade = dice.py.choice(leader.pupils)
    others = [number for number, of_grade in leader.classes if of_grade == grade]
    other, far = dice.py.choice(others), len(others) < 2 or dice.chance(_FAR_SHARE)
    path = f"/register/pupils/{pupil}/"
    page = ask(lambda: browser.get(path))
    if page.status != 200:
        deed = Deed(MOVE)
        deed.add_answer(page)
        return deed
    offered = pages.links(page.text)
    if far and f"{path}outside/" in offered:
        return submit(MOVE, f"{path}outside/", form | {"other_place": _FAR}, browser, ask)
    if not far and f"{path}class/" in offered:
        return _change(f"{path}class/", str(other), form, browser, ask)
    return Deed(LOOK)  # has left since


def _change(path: str, other: str, form: Fields, browser: Browser, ask: Ask) -> Deed:
    """Into another class, if the form has it: whoever is in it already stays."""
    page = ask(lambda: browser.get(path))
    if page.status == 200 and other not in pages.choices(page.text, "school_class"):
        return Deed(LOOK)
    return submit(MOVE, path, form | {"school_class": other}, browser, ask)


def _newcomer(turn: Turn, dice: Dice, leader: Leader) -> Fields:
    """A child with a mother, from far away."""
    number, grade = dice.py.choice(leader.classes)
    sex, (month, day) = dice.py.choice((MALE, FEMALE)), birthdays().draw(dice)
    family, mothers = family_names(KINH).draw(dice), family_names(KINH).draw(dice)
    born = birth_year(grade, turn.term.first.year - (turn.term.number == 2))
    return {
        "full_name": f"{family} {given_names(sex, adult=False).draw(dice)}",
        "birth": f"{day:02}/{month:02}/{born}",
        "sex": str(sex),
        "ethnicity": KINH,
        "school_class": str(number),
        "other_place": _FAR,
        "mother": f"{mothers} {given_names(FEMALE, adult=True).draw(dice)}",
    }
