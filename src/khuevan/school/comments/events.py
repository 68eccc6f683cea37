"""What happened to the banks of phrases."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PhrasesChanged(Event):
    """Phrases of a school's bank (``owner_id`` None) or of somebody's own were added, altered or retired."""

    school_id: int
    owner_id: int | None
    count: int
