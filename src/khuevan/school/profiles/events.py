"""What happened to profiles."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ProfileSaved(Event):
    """Fields of somebody's profile ("pupil", "staff") were filled in or changed."""

    school_id: int
    person_id: int
    kind: str
    fields: tuple[str, ...]
