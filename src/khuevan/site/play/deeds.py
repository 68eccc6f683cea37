"""What somebody does on a played day, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from khuevan.site.province.dice import Dice

from .browser import Answer
from .days import Term
from .pages import words

Ask = Callable[[Callable[[], Answer]], Answer]
"""Asks until the server answers; see `running`."""
ENTER, CORRECT, SIGN, MOVE, ARRIVE, LOOK = "nhập", "sửa", "ký", "chuyển", "nhận", "xem"
"""LOOK: opened what it was about and found nothing to do."""


@dataclass
class Deed:
    """What came of it: changes that the server has confirmed, its words for each that it refused, seconds of saving."""

    kind: str
    saved: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0
    error: str = ""

    def add_answer(self, answer: Answer) -> None:
        """An answer that is not the one that was hoped for: a refusal in its own words, or an error."""
        said = f"{answer.status}: {words(answer.text)}".rstrip(": ")
        if 400 <= answer.status < 500:
            self.refused.append(said)
        else:
            self.error = said


@dataclass(frozen=True)
class Turn:
    """Somebody's turn on a played day."""

    seed: int
    day: date
    term: Term
    username: str

    @property
    def dice(self) -> Dice:
        return Dice(self.seed, "play", self.day, self.username)

    @property
    def key(self) -> UUID:
        """The same for the same turn, so that it counts once."""
        return uuid5(NAMESPACE_URL, f"khuevan:play/{self.seed}/{self.day}/{self.username}")
