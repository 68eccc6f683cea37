"""What happened to pupils."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class LifeEventsRecorded(Event):
    """Something of one kind (`LifeEvent.Kind`) happened to pupils of a school; after "death" nobody is written to."""

    school_id: int
    kind: str
    year: int
    on: date
    students: tuple[int, ...]


@dataclass(frozen=True)
class LifeEventUndone(Event):
    """An event was taken back."""

    school_id: int
    kind: str
    student_id: int


@dataclass(frozen=True)
class TransferMoved(Event):
    """A transfer came into a state: asked, agreed, refused, withdrawn, released."""

    pair: UUID
    sending_id: int
    receiving_id: int
    student_id: int
    state: str
