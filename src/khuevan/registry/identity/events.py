"""What other rooms may want to know about records that are one person."""

from dataclasses import dataclass
from uuid import UUID

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PeopleMerged(Event):
    """Two records have become one: all that hung on ``loser_id`` hangs on ``winner_id`` now."""

    merge_uid: UUID
    winner_id: int
    loser_id: int


@dataclass(frozen=True)
class PeopleSeparated(Event):
    """A merge has been undone: two records again, as before it."""

    merge_uid: UUID
    winner_id: int
    loser_id: int


@dataclass(frozen=True)
class CodesAdopted(Event):
    """People of a school have got the Ministry's code."""

    school_id: int
    person_ids: tuple[int, ...]
