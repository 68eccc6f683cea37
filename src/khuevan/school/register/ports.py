"""What rooms above send along when a pupil goes to another school."""

from collections.abc import Callable
from typing import Any

Carrier = Callable[[Any, int, int, int], None]
"""Of the actor, the sending and the receiving school and the pupil (ids), where both schools are in scope."""
_carriers: list[Carrier] = []


def register_carrier(carrier: Carrier) -> None:
    """Let a room copy what it has of a pupil into the receiving school, in the transaction of the release."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def carry(actor: Any, sending_id: int, receiving_id: int, student_id: int) -> None:
    """All rooms send what they have."""
    for carrier in _carriers:
        carrier(actor, sending_id, receiving_id, student_id)
