"""What is wrong with a cell, a row or a file, and how to mend it, in words that can be translated later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ERROR, DOUBT, NOTE = "error", "doubt", "note"


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; rules do not translate."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """``what`` is wrong and ``how`` to mend it, both with ``%(name)s`` for ``values``.

    ``level``: an error keeps its row out; a doubt waits for somebody's decision; a note holds nothing back.
    """

    what: str
    how: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    level: str = ERROR

    def said(self, translate: Callable[[str], str] = str) -> tuple[str, str]:
        """Both sentences, filled in."""
        return tuple(translate(text) % self.values if text else "" for text in (self.what, self.how))  # type: ignore[return-value]

    def __str__(self) -> str:
        return " ".join(text for text in self.said() if text)


class BadValue(Exception):
    """A cell that cannot be read as what its column holds."""

    def __init__(self, what: str, how: str = "", /, **values: str) -> None:
        super().__init__(what)
        self.problem = Problem(what, how, values)
