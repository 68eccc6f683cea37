"""Measurements of pages as tables in Vietnamese."""

import statistics
from collections.abc import Iterable, Sequence

from .measure import Results, Run
from .scenarios import CLASS_LIST, COLUMN, READ, READ_BOOK, SAVE, SMALL, Scenario
from .tables import Table, number

_RATES = {
    READ_BOOK: 123,
    "Trang đầu của giáo viên": 231,
    CLASS_LIST: 422,
    "Trang đầu của cha mẹ": 255,
    "Mọi điểm của một con": 63,
}
"""Answers a second of the fastest of RosarioSIS, Gibbon and Moodle with eight callers on two cores."""
PEERS_SAVE = 37
"""Milliseconds in which the fastest of them saves a column, one caller."""
PEERS_CORES = 2
PEERS = {name: 1000 * PEERS_CORES / rate for name, rate in _RATES.items()} | {COLUMN: PEERS_SAVE}
"""Milliseconds of processor time that the fastest peer takes for an answer, tuned with PgBouncer."""


def _middle(runs: Sequence[Run], name: str) -> float:
    return statistics.median(getattr(run, name) for run in runs)


def late(runs: Iterable[Run], share: float) -> float:
    """Milliseconds within which a share of all answers came."""
    times = sorted(time for run in runs for time in run.times)
    return 1000 * times[min(len(times) - 1, int(share * len(times)))]


def rates(results: Results, scenarios: list[Scenario]) -> Table:
    """One line a scenario: rate, percentiles, processor time, size."""
    head = ["", "lượt/giây", "p50", "p99", "p50 một mình", "p99 một mình", "CPU web", "CPU CSDL", "kB"]
    lines = [head]
    for one in scenarios:
        together, alone = results.together[one.name], results.alone[one.name]
        web = statistics.median(1000 * run.web / len(run.times) for run in together)
        database = statistics.median(1000 * run.database / len(run.times) for run in together)
        waits = [late(together, 0.5), late(together, 0.99), late(alone, 0.5), late(alone, 0.99)]
        values = [_middle(together, "rate"), *waits, web, database, together[0].size / 1000]
        lines.append([one.name, *map(number, values)])
    return lines


def ratios(results: Results, scenarios: list[Scenario]) -> Table:
    """The rate of each page by the rates of the bare Django."""
    lines = [["tốc độ so với Django trần", "3 truy vấn nhỏ nhất", "3 truy vấn của sổ điểm", "lưu một cột"]]
    for one in scenarios:
        if one.name not in (SMALL, READ, SAVE):
            lines.append([one.name, *(number(results.ratio(one.name, bare)) for bare in (SMALL, READ, SAVE))])
    return lines


def by_peer(results: Results, name: str, speed: float) -> float:
    """The fastest peer's processor time for a page by ours; ``speed``: of this machine's core by that of theirs."""
    return PEERS[name] / (_middle(results.together[name], "cpu") * speed)


def isolation(costs: dict[str, Sequence[float]]) -> Table:
    """What row-level security adds."""
    lines = [["CPU của PostgreSQL, có bảo mật theo dòng so với không", "riêng chính sách", "cả lệnh đặt phạm vi"]]
    return lines + [[name, *(f"{100 * (one - 1):+.0f} %" for one in cost[:2])] for name, cost in costs.items()]
