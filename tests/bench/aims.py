"""What the project has promised of its speed, and whether a run has kept it."""

import statistics
from collections.abc import Iterator, Sequence

from .machine import PEERS_SIGNS
from .measure import Results
from .report import PEERS, by_peer
from .scenarios import COLUMN, READ, READ_BOOK, SAVE
from .tables import Table, number

HALF = 0.5
"""The least share of a bare Django's rate with the same queries."""
GUARD = 0.15
"""The most that row-level security may add to PostgreSQL's processor time."""
Aim = tuple[str, str, str, bool]


def table(results: Results, costs: dict[str, Sequence[float]]) -> Table:
    """A line an aim: what, how much is wanted, what was measured, met or missed."""
    peers = _peers(results, statistics.median(results.signs) / PEERS_SIGNS) if results.signs else ()
    found = [*_bare(results), *_guarded(costs), *peers]
    lines = [[what, wanted, measured, "đạt" if met else "**chưa đạt**"] for what, wanted, measured, met in found]
    return [["mục tiêu", "cần", "đo được", ""], *lines]


def _bare(results: Results) -> Iterator[Aim]:
    for name, bare in ((READ_BOOK, READ), (COLUMN, SAVE)):
        ratio = results.ratio(name, bare)
        yield f"{name}: tốc độ so với Django trần", f"≥ {number(HALF)}", number(ratio), ratio >= HALF


def _guarded(costs: dict[str, Sequence[float]]) -> Iterator[Aim]:
    for name, (policies, *_) in costs.items():
        more = policies - 1
        yield f"{name}: thêm vì bảo mật theo dòng", f"< {100 * GUARD:.0f} %", f"{100 * more:+.0f} %", more < GUARD


def _peers(results: Results, speed: float) -> Iterator[Aim]:
    for name in PEERS:
        ratio = by_peer(results, name, speed)
        yield f"{name}: nhanh gấp đối thủ nhanh nhất", "> 1", number(ratio), ratio > 1
