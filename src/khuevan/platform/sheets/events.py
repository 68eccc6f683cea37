"""What happened to lists."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ListWritten(Event):
    """A list was written into a school, or taken back (``undone``); ``layout`` says what kind of list."""

    school_id: int
    layout: str
    undone: bool
