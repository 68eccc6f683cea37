"""What happens to requests for corrections."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class CorrectionAsked(Event):
    """Somebody asked the school to correct an issued transcript."""

    school_id: int
    student_id: int
    wish_id: int


@dataclass(frozen=True)
class CorrectionDecided(Event):
    """A leader decided about it; ``granted``: a new version has begun."""

    school_id: int
    student_id: int
    wish_id: int
    granted: bool
