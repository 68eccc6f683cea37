"""What a process keeps of figures while they stand."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

SECONDS, MOST = 600, 64
"""How long something is kept, and how many of a kind are."""
T = TypeVar("T")


class Kept(Generic[T]):
    """Things of a kind, each by all that it depends on."""

    def __init__(self) -> None:
        self._things: dict[Hashable, tuple[float, T]] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of a key; made when there is none, or it is ten minutes old."""
        until, found = self._things.get(key, (0.0, None))
        if found is None or until < monotonic():
            found = make()
            self._things[key] = (monotonic() + SECONDS, found)
            while len(self._things) > MOST:
                self._things.pop(next(iter(self._things)), None)
        return found
