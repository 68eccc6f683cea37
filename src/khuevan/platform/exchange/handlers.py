"""What happens to schools goes to the partners."""

from khuevan.kernel.events import subscribe
from khuevan.registry.audit.api import order
from khuevan.registry.units.events import UnitClosed, UnitFounded, UnitRelevelled, UnitRenamed


def listen() -> None:
    """Follow the tree of units, when the room starts; what else happens to schools is found every night."""
    for event in (UnitFounded, UnitRenamed, UnitRelevelled, UnitClosed):
        subscribe(event, unit_changed)


def unit_changed(event: UnitFounded | UnitRenamed | UnitRelevelled | UnitClosed) -> None:
    """Let a job call the school changed: what an office announces may not touch rows of a school."""
    order("exchange.touch_school", unit_id=event.unit_id)
