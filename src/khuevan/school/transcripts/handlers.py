"""What the gradebook tells: marks changed under signatures."""

from khuevan.kernel.events import subscribe
from khuevan.school.gradebook.api import MarksChanged

from .actions.changes import marks_changed


def on_marks_changed(event: MarksChanged) -> None:
    """Signatures over what has changed lapse at once, not only when somebody signs on top of them."""
    marks_changed(event.school_class_id, event.student_ids)


def listen() -> None:
    """Subscribe, when the room starts."""
    subscribe(MarksChanged, on_marks_changed)
