"""Rooms whose tables must say what their books in the ledger say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


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
