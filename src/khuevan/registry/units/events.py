"""What happens to units. ``event_id`` is the `UnitEvent` with day and decision."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class UnitFounded(Event):
    """A unit began."""

    event_id: int
    unit_id: int


@dataclass(frozen=True)
class UnitsMerged(Event):
    """Units ended; another goes on with what they had."""

    event_id: int
    before: tuple[int, ...]
    after: int


@dataclass(frozen=True)
class UnitSplit(Event):
    """A unit became several; it may be one of them."""

    event_id: int
    before: int
    after: tuple[int, ...]


@dataclass(frozen=True)
class UnitRenamed(Event):
    """A unit bears another name or code."""

    event_id: int
    unit_id: int


@dataclass(frozen=True)
class UnitRelevelled(Event):
    """A school teaches other levels."""

    event_id: int
    unit_id: int


@dataclass(frozen=True)
class UnitsMoved(Event):
    """Another unit runs these."""

    event_id: int
    unit_ids: tuple[int, ...]
    parent_id: int


@dataclass(frozen=True)
class SchoolsHandedOver(Event):
    """Communes took over the schools of districts that ended."""

    event_id: int
    school_ids: tuple[int, ...]


@dataclass(frozen=True)
class UnitClosed(Event):
    """A unit ended; nothing goes on from it."""

    event_id: int
    unit_id: int


@dataclass(frozen=True)
class UnitEventUndone(Event):
    """A recorded event was a mistake and holds no longer."""

    event_id: int
    undone_id: int


@dataclass(frozen=True)
class UnitsTakenIn(Event):
    """Schools of a list became units."""

    event_id: int
    count: int
