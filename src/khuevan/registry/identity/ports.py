"""What rooms above tell identity: how their tables are called by people, and what forbids a merge."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A table in Vietnamese: ``what`` hangs on a person, and what to do where both records have the same of it."""

    what: str
    advice: str = ""


@dataclass(frozen=True)
class Seat:
    """A class in which somebody is now."""

    id: int
    school_id: int
    label: str


Seating = Callable[[Collection[int]], Mapping[int, tuple[Seat, ...]]]
"""People → the classes in which they are now, of those whom the transaction may see; one query."""

Obstacle = Callable[[int, int], Iterable[str]]
"""(winner, loser) → sentences that say why the two may not be merged yet and what to do; nothing where nothing does."""

_words: dict[str, Words] = {}
_obstacles: dict[str, Obstacle] = {}
_seating: list[Seating] = []


def call_table(table: str, what: str, advice: str = "") -> None:
    """Let a table with a key to a person be called ``what`` on the pages of identity."""
    _words[table] = Words(what, advice)


def words_of(table: str) -> Words | None:
    """How a table is called, or ``None`` where no room has said it."""
    return _words.get(table)


def register_obstacle(name: str, obstacle: Obstacle) -> None:
    """Ask ``obstacle`` before every merge from now on. Registering a name again replaces it."""
    _obstacles[name] = obstacle


def obstacles(winner: int, loser: int) -> list[str]:
    """All sentences of all rooms."""
    return [said for one in _obstacles.values() for said in one(winner, loser)]


def seat_people(seating: Seating) -> None:
    """Ask ``seating`` from now on who is in which class."""
    _seating[:] = [seating]


def seats(people: Collection[int]) -> Mapping[int, tuple[Seat, ...]]:
    """Classes by person; nothing where no room knows."""
    return _seating[0](people) if _seating and people else {}
