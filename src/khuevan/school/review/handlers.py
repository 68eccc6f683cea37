"""What follows when schools send transcripts."""

from khuevan.kernel.events import subscribe
from khuevan.registry.audit.api import order
from khuevan.school.transcripts.api import Version
from khuevan.school.transcripts.events import TranscriptsSubmitted


def listen() -> None:
    """Check what was sent, when the room starts."""
    subscribe(TranscriptsSubmitted, check_sent)


def check_sent(event: TranscriptsSubmitted) -> None:
    """One check a year of which something was sent; the Sở's job begins it, because schools do not write findings."""
    years = Version.objects.filter(pk__in=event.version_ids).order_by().values_list("transcript__year", flat=True)
    for year in sorted(set(years)):
        order("review.sent", school_id=event.school_id, year=year)
