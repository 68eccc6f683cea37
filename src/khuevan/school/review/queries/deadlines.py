"""Until when transcripts are to be sent, and how late somebody is."""

from datetime import date

from ..models import Deadline


def deadlines_of(year: int) -> dict[str, date]:
    """The last day of a year by level."""
    return dict(Deadline.objects.filter(year=year).values_list("level", "due_on"))


def days_late(due_on: date | None, lacking: int, on: date) -> int:
    """Days since the deadline while something lacks; 0 for nobody who is in time."""
    return max((on - due_on).days, 0) if due_on and lacking else 0
