"""From when to when a kind of column is open: what a school set, what the Sở set, which of them counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar

from .kinds import Slot

ALL: Final = "all"
LEVELS: Final = {"primary": range(1, 6), "lower": range(6, 10), "upper": range(10, 13)}
SCOPES: Final = (ALL, *LEVELS, *(f"g{grade}" for grade in range(1, 13)))
"""For whom a window is meant: all, a level, one grade. The narrower one counts."""

Found = TypeVar("Found")
State = Literal["early", "open", "over"]


@dataclass(frozen=True, slots=True)
class Window:
    """Open from the first to the last day, both included."""

    opens_on: date
    closes_on: date

    def state(self, day: date) -> State:
        """Whether it is too early, open, or over on a day."""
        return "early" if day < self.opens_on else "over" if day > self.closes_on else "open"


@dataclass(frozen=True, slots=True)
class Limit:
    """What the Sở set: its window, and the last day to which a school may stretch it."""

    opens_on: date
    closes_on: date
    latest_on: date

    @property
    def window(self) -> Window:
        """The window of schools that set none of their own."""
        return Window(self.opens_on, self.closes_on)

    @property
    def possible(self) -> bool:
        """Whether any day fits; not where the Sở's limits for the grades of a wide scope have no day in common."""
        return self.opens_on <= self.latest_on

    def allows(self, window: Window) -> bool:
        """Whether a school may set this window."""
        return self.opens_on <= window.opens_on and window.closes_on <= self.latest_on


def scopes_of(grade: int) -> tuple[str, str, str]:
    """The scopes that cover a grade, the narrowest first."""
    level = next((name for name, grades in LEVELS.items() if grade in grades), ALL)
    return f"g{grade}", level, ALL


def grades_of(scope: str) -> range:
    """The grades that a scope covers."""
    if scope == ALL:
        return range(1, 13)
    return LEVELS[scope] if scope in LEVELS else range(int(scope[1:]), int(scope[1:]) + 1)


def narrowest(found: Mapping[str, Found], grade: int) -> Found | None:
    """What is set most closely for a grade, by scope."""
    return next((found[scope] for scope in scopes_of(grade) if scope in found), None)


def counting(own: Window | None, limit: Limit | None) -> Window | None:
    """The window that counts: the school's own within the Sở's limits, else the Sở's; ``None``: always open.

    Whatever a school has set before the Sở spoke, it never reaches beyond the limits.
    """
    if own is None or limit is None:
        return own if limit is None else limit.window
    first, last = max(own.opens_on, limit.opens_on), min(own.closes_on, limit.latest_on)
    return Window(first, last) if first <= last else limit.window


Set = tuple[int, str, str]
"""Term, kind, scope."""


def windows_of(own: Mapping[Set, Window], limits: Mapping[Set, Limit], grade: int) -> dict[Slot, Window]:
    """The windows that count for a grade, by slot; a slot that nobody set is not there."""
    found = {}
    for slot in {key[:2] for key in (*own, *limits)}:
        window = counting(narrowest(_at(own, slot), grade), narrowest(_at(limits, slot), grade))
        if window:
            found[slot] = window
    return found


def limit_of(limits: Mapping[Set, Limit], slot: Slot, scope: str) -> Limit | None:
    """Within what a school may set a window for a scope: inside the limits of every grade that it covers."""
    here = _at(limits, slot)
    held = [one for one in (narrowest(here, grade) for grade in grades_of(scope)) if one]
    if not held:
        return None
    first, last = max(one.opens_on for one in held), min(one.latest_on for one in held)
    return Limit(first, min(last, *(one.closes_on for one in held)), last)


def _at(known: Mapping[Set, Found], slot: Slot) -> dict[str, Found]:
    return {scope: one for (term, kind, scope), one in known.items() if (term, kind) == slot}
