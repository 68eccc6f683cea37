"""How full books are, of one subject or of a whole school."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fullness:
    """Cells that must be filled, and cells that are."""

    expected: int
    filled: int

    @property
    def percent(self) -> int:
        """Whole percent, 100 only when nothing is missing."""
        return 100 * self.filled // self.expected if self.expected else 100

    @property
    def missing(self) -> int:
        """Cells still empty."""
        return self.expected - self.filled

    @property
    def state(self) -> str:
        """empty, draft or done, as the design system names states of work."""
        return "done" if self.filled >= self.expected else "draft" if self.filled else "empty"
