"""What other rooms give: tables that must say what their books in the ledger say, and facts for public logs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Mismatch:
    """A cell whose value is not the one that the ledger knows: ``where`` in Vietnamese, what it is and should be."""

    book: str
    where: str
    found: str
    expected: str


Witness = Callable[[int], Iterable[Mismatch]]
"""School id → the cells of the room's tables that were changed past the ledger."""
_witnesses: list[Witness] = []


def register_witness(witness: Witness) -> None:
    """Called by a room when it is ready."""
    _witnesses.append(witness)


def witnesses() -> tuple[Witness, ...]:
    """All of them, in the order of registration."""
    return tuple(_witnesses)


@dataclass(frozen=True)
class PublicFact:
    """A fact for a public log: what it says (JSON values, nothing personal), of which digest (hex), true since when."""

    said: Mapping[str, Any]
    about: str
    at: datetime


Facts = Callable[[datetime, datetime], Iterable[PublicFact]]
"""From (included) and until (not included) when → the facts that became true then, in the whole province."""
_logs: dict[str, Facts] = {}


def register_log(name: str, facts: Facts) -> None:
    """Let a room's facts be published as the leaves of a log; ``name`` becomes part of addresses."""
    _logs[name] = facts


def logs() -> Mapping[str, Facts]:
    """The logs by name."""
    return _logs
