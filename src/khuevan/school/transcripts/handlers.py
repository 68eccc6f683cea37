"""What happens together with what others do."""

from khuevan.school.gradebook.ports import register_follower

from .actions.changes import marks_changed


def listen() -> None:
    """Follow the gradebook's saves, when the room starts: a page opened right after one shows what lapsed."""
    register_follower(marks_changed)
