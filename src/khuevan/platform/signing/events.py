"""What happens to keys."""

from dataclasses import dataclass
from datetime import datetime

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class KeyIssued(Event):
    """Somebody, or a school's seal (``person_id`` None), can sign from now on."""

    school_id: int
    person_id: int | None
    serial: str


@dataclass(frozen=True)
class KeyRevoked(Event):
    """Signatures of the key made at or after ``at`` do not count."""

    school_id: int
    person_id: int | None
    serial: str
    at: datetime
