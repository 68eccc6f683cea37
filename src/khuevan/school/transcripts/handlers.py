"""What happens together with what others do."""

from khuevan.kernel.events import subscribe
from khuevan.platform.exchange.api import touch
from khuevan.school.gradebook.ports import register_follower

from .actions.changes import marks_changed
from .events import TranscriptRevoked, TranscriptsAccepted


def listen() -> None:
    """Follow the gradebook's saves, when the room starts: a page opened right after one shows what lapsed."""
    register_follower(marks_changed)
    subscribe(TranscriptsAccepted, onward)
    subscribe(TranscriptRevoked, onward)


def onward(event: TranscriptsAccepted | TranscriptRevoked) -> None:
    """What the Sở has taken in, or what lost its force, goes to the partners."""
    touch(event.school_id)
