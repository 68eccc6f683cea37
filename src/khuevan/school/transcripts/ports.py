"""What signing a class may be refused for; where rooms above put cards of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from khuevan.kernel.errors import Conflict, Invalid

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


_asides: list[str] = []


def register_aside(template: str) -> None:
    """Let a room above show a card beside the ways to verify a transcript."""
    if template not in _asides:
        _asides.append(template)


def asides() -> tuple[str, ...]:
    """The templates of those cards, in the order of registration."""
    return tuple(_asides)
