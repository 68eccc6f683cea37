"""What changes in the gradebook goes onward."""

from khuevan.kernel.events import subscribe
from khuevan.platform.exchange.api import touch

from .events import GradebookLocked, GradebookUnlocked, MarksChanged


def listen() -> None:
    """Let the feed know which school has new results, when the room starts."""
    for event in (MarksChanged, GradebookLocked, GradebookUnlocked):
        subscribe(event, results_changed)


def results_changed(event: MarksChanged | GradebookLocked | GradebookUnlocked) -> None:
    """The school's records are gathered at the next round."""
    touch(event.school_id)
