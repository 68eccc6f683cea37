"""Keeps what happens to units, in the ledger of the office that records it."""

from collections.abc import Sequence

from khuevan.kernel.events import Event
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units import ports as units

from .announce import announce
from .ledger import Change, record

BOOK = "units"


class UnitChronicle:
    """What `khuevan.registry.units.ports.Chronicle` asks for."""

    def record(self, actor: Actor, unit_id: int, verb: str, lines: Sequence[units.Line], reason: str) -> None:
        """One entry a line in the book ``units`` of the office."""
        changes = [Change(line.subject, line.old, line.new) for line in lines]
        record(actor, unit_id, BOOK, verb, changes, reason=reason[:500])

    def announce(self, unit_id: int, event: Event) -> None:
        """Into the outbox."""
        announce(unit_id, event)
