"""What is worth asking about in books of marks. No regulation sets these bars; they are dated, better ones can follow.

A finding is a question, never a proof: a file brought in fills a book in one minute, an easy test gives equal marks.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bars:
    """From how many on something is told, from the school year that begins in ``first_year`` until later bars hold.

    ``identical``: equal marks of a test. ``spike``: averages of 5,0 among at least ``spike_of``, and ``spike_times`` as
    many as at each tenth from 4,6 to 5,4 in the mean. ``minute_cells`` of ``minute_columns``
    columns, filled in a minute.
    """

    first_year: int
    identical: int
    spike_of: int
    spike: int
    spike_times: int
    minute_columns: int
    minute_cells: int


BARS = (Bars(0, identical=10, spike_of=20, spike=5, spike_times=3, minute_columns=3, minute_cells=60),)
"""The earliest first."""


def bars_of(year: int, known: tuple[Bars, ...] = BARS) -> Bars:
    """The bars that hold in a school year."""
    return next(one for one in reversed(known) if one.first_year <= year)
