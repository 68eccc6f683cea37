"""What signing a class may be refused for; where rooms above put cards of their own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.kernel.panels import Panel

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Lack:
    """What one pupil (person id, name) lacks in one part: "Toán", ("điểm trung bình học kì II",)."""

    student: int
    pupil: str
    part: str
    what: tuple[str, ...]


class Incomplete(Invalid):
    """Something that would be signed is not complete; ``lacks`` says who lacks what."""

    code = "incomplete"

    def __init__(self, message: str, lacks: Sequence[Lack]) -> None:
        self.lacks = tuple(lacks)
        super().__init__(message, hint=_said(self.lacks))


def _said(lacks: Sequence[Lack]) -> str:
    """``Toán, thiếu điểm trung bình học kì II: Nguyễn Văn An, Lê Thị Bình và 3 em khác.``"""
    who: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for lack in lacks:
        who.setdefault((lack.part, lack.what), []).append(lack.pupil)
    return " ".join(f"{part}, thiếu {', '.join(what)}: {_names(names)}." for (part, what), names in who.items())


def _names(names: Sequence[str]) -> str:
    shown, rest = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return f"{shown} và {rest} em khác" if rest > 0 else shown


class NotYet(Conflict):
    """The order of signing does not allow it yet."""

    code = "signing_order"


class NothingToDo(Conflict):
    """Everything is signed, sent or decided already."""

    code = "nothing_to_do"


class AlreadySigned(NothingToDo):
    """All that somebody would sign carries their signature already: a second click, a second window."""

    code = "already_signed"


VersionPanels = Callable[[Any, Any], Iterable[Panel]]
"""Of an actor and a version: cards for its page."""
_version_panels: list[VersionPanels] = []


def register_version_panels(provider: VersionPanels) -> None:
    """Offer cards for the page of a version. Registering twice changes nothing."""
    if provider not in _version_panels:
        _version_panels.append(provider)


def version_panels(actor: Any, version: Any) -> list[Panel]:
    """What higher rooms offer for the page of a version, in their order."""
    found = [panel for provider in _version_panels for panel in provider(actor, version)]
    return sorted(found, key=lambda panel: (panel.order, panel.title))


_asides: list[str] = []


def register_aside(template: str) -> None:
    """Let a room above show a card beside the ways to verify a transcript."""
    if template not in _asides:
        _asides.append(template)


def asides() -> tuple[str, ...]:
    """The templates of those cards, in the order of registration."""
    return tuple(_asides)


@dataclass(frozen=True)
class Copy:
    """Another form of an issued version that a room above makes: ``kind`` is the file's ending, ``make`` its bytes."""

    kind: str
    label: str
    content_type: str
    make: Callable[[Any], bytes]


_copies: dict[str, Copy] = {}


def register_copy(copy: Copy) -> None:
    """Let families and whoever has their link download this form too."""
    _copies[copy.kind] = copy


def copies() -> Mapping[str, Copy]:
    """Those forms by kind."""
    return _copies
