"""What signing a class may be refused for."""

from collections.abc import Sequence
from dataclasses import dataclass

from khuevan.kernel.errors import Conflict, Invalid

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Lack:
    """What one pupil lacks in one part: "Nguyễn Văn An", "Toán", ("điểm trung bình học kì II",)."""

    pupil: str
    part: str
    what: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.pupil}: {', '.join(self.what)}"


class Incomplete(Invalid):
    """Something that would be signed is not complete; ``lacks`` says who lacks what."""

    code = "incomplete"

    def __init__(self, message: str, lacks: Sequence[Lack]) -> None:
        self.lacks = tuple(lacks)
        named = "; ".join(str(lack) for lack in self.lacks[:MOST_NAMED])
        rest = len(self.lacks) - MOST_NAMED
        super().__init__(message, hint=f"{named}; và {rest} chỗ khác." if rest > 0 else f"{named}.")


class NotYet(Conflict):
    """The order of signing does not allow it yet."""

    code = "signing_order"


class NothingToDo(Conflict):
    """Everything is signed, sent or decided already."""

    code = "nothing_to_do"
