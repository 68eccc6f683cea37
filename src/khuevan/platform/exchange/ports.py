"""What the exchange asks of others: records from the rooms that own them, and a way to each partner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .rules.comparing import Held
from .rules.envelope import Envelope

ACCEPTED, KNOWN, OLD, REFUSED, LATER = "accepted", "known", "older", "refused", "later"
VERDICTS = (ACCEPTED, KNOWN, OLD, REFUSED, LATER)


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a school: ``key`` is the same for ever and unique in school and kind; ``body`` fits the schema."""

    key: str
    body: Mapping[str, Any]


class Source(Protocol):
    """Knows all records of one kind; the room that owns the data registers itself."""

    kind: str

    def gather(self, school_id: int) -> Iterable[Row]:
        """Every record of a school as it is now, in a constant number of queries. What is missing is cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner says of one record: accepted, known (same version), older (ignored: it holds ``version``),
    refused (never as it is), later (try again); ``reason`` in words."""

    ref: str
    verdict: str
    reason: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """All that a partner holds of a kind of a school: how many records, and their digest (`group_digest`)."""

    kind: str
    school: str
    count: int
    digest: str


class Away(Exception):
    """The partner does not answer, or asks to wait ``seconds``. Nothing is known of what was sent."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.seconds = reason, seconds


class TooMuch(Exception):
    """The partner wants fewer records at once."""


class Channel(Protocol):
    """A way to one partner. What is sent twice has no effect the second time: the partner keeps the envelope."""

    def send(self, records: Sequence[Envelope]) -> Sequence[Answer]:
        """One answer a record, in any order. Raises ``Away``, ``TooMuch``."""
        ...

    def groups(self) -> Sequence[Group]:
        """What the partner holds of us, by kind and school. Raises ``Away``."""
        ...

    def records(self, kind: str, school: str) -> Sequence[Held]:
        """The records of one group. Raises ``Away``."""
        ...


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Ask ``source`` for its kind from now on."""
    _sources[source.kind] = source


def sources() -> Mapping[str, Source]:
    """The registered sources by kind."""
    return _sources
