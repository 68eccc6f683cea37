"""How long to wait before the next try: growing pauses with jitter, and what the partner itself asks for."""

from collections.abc import Callable

FIRST, LONGEST = 1.0, 900.0
FIRST_OF_RECORD = 4.0
"""Seconds after the first failure of one record."""
MOST_TRIES = 8
"""Of one record, before it is put aside."""
LONGEST_ASKED = 6 * 3600.0


def pause(failures: int, chance: Callable[[], float], asked: float | None = None) -> float:
    """Seconds after the n-th failure in a row: 1, 2, 4 … 900, each between half and the whole of it by ``chance``
    (0 … 1), so that many senders do not come back at once; never less than the partner asked for (Retry-After)."""
    grown = min(LONGEST, FIRST * 2 ** min(failures - 1, 20))
    own = grown * (0.5 + chance() / 2)
    return max(own, min(asked, LONGEST_ASKED)) if asked else own
