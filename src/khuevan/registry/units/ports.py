"""What units ask of rooms above them: a ledger and an outbox, and how many pupils a school has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from khuevan.kernel.events import Event


class Role(Protocol):
    """The part of a role that units look at."""

    @property
    def unit_kind(self) -> str: ...


class Actor(Protocol):
    """The part of an actor that units look at; the accounts room has the whole."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def role(self) -> Role | None: ...


@dataclass(frozen=True)
class Line:
    """One changed unit for the ledger: ``subject`` names it, ``old`` and ``new`` are JSON."""

    subject: str
    old: Any = None
    new: Any = None


class Chronicle(Protocol):
    """Keeps what happened; the audit room registers itself."""

    def record(self, actor: Any, unit_id: int, verb: str, lines: Sequence[Line], reason: str) -> None:
        """Append to the ledger of a unit, in the caller's transaction."""
        ...

    def announce(self, unit_id: int, event: Event) -> None:
        """Tell other rooms after commit."""
        ...


@dataclass(frozen=True)
class Count:
    """How many classes and pupils a school has on a day."""

    classes: int = 0
    pupils: int = 0


@dataclass(frozen=True)
class Days:
    """The last day with pupils before a day that has none, and the first after it."""

    before: date | None = None
    after: date | None = None


Census = Callable[[date], Mapping[int, Count]]
"""``day -> counts by school id``, of the schools that the transaction may see; a constant number of queries."""

Calendar = Callable[[date], Days]
"""``day without pupils -> the days with some next to it``, of the same schools; a constant number of queries."""

_chronicle: list[Chronicle] = []
_census: list[tuple[Census, Calendar]] = []


def keep_chronicle(chronicle: Chronicle) -> None:
    """Let ``chronicle`` keep what happens to units from now on."""
    _chronicle[:] = [chronicle]


def chronicle() -> Chronicle:
    """Who keeps what happens. Raises ``IndexError`` where no room does: units never change without a trace."""
    return _chronicle[0]


def take_census(census: Census, calendar: Calendar) -> None:
    """Ask ``census`` how many classes and pupils there are, and ``calendar`` on which days next to an empty one."""
    _census[:] = [(census, calendar)]


def counts_on(day: date) -> Mapping[int, Count]:
    """Counts by school; empty where no room knows."""
    return _census[0][0](day) if _census else {}


def days_around(day: date) -> Days:
    """The days with pupils next to one without; none where no room knows."""
    return _census[0][1](day) if _census else Days()
