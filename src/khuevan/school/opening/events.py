"""What happened to the years of a school."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class YearOpened(Event):
    """A school opened ``year``; ``plan_id`` says who went where (`Placement`)."""

    school_id: int
    year: int
    plan_id: int


@dataclass(frozen=True)
class WaitingPlaced(Event):
    """Pupils who waited for a result when the year was opened have got a class, or left."""

    school_id: int
    year: int
    plan_id: int


@dataclass(frozen=True)
class OpeningUndone(Event):
    """A school took the opening of ``year`` back: its classes and places are gone."""

    school_id: int
    year: int
    plan_id: int


@dataclass(frozen=True)
class YearClosed(Event):
    """A school closed ``year``: nothing in it is filled in any more."""

    school_id: int
    year: int
