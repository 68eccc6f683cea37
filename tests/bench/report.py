"""Measurements as a table in Vietnamese, for the terminal and for docs/performance.md: ratios first."""

import statistics
from collections.abc import Iterable, Sequence

from .machine import PEERS_SIGNS
from .measure import Results, Run
from .scenarios import COLUMN, READ, READ_BOOK, SAVE, SMALL, Scenario

PEERS = {
    READ_BOOK: 123,
    "Trang đầu của giáo viên": 231,
    "Danh sách lớp, rèn luyện, tiến độ": 422,
    "Trang đầu của cha mẹ": 255,
    "Mọi điểm của một con": 63,
}
"""Answers a second of the fastest of RosarioSIS, Gibbon and Moodle with eight callers on two cores."""
PEERS_SAVE = 37
"""Milliseconds in which the fastest of them saves a column, one caller."""
PEERS_CORES = 2


def number(value: float) -> str:
    """Two or three digits that mean something, with a comma."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f}".replace(".", ",")


def _middle(runs: Sequence[Run], name: str) -> float:
    return statistics.median(getattr(run, name) for run in runs)


def _late(runs: Iterable[Run], share: float) -> float:
    """Milliseconds within which a share of all answers came."""
    times = sorted(time for run in runs for time in run.times)
    return 1000 * times[min(len(times) - 1, int(share * len(times)))]


def rates(results: Results, scenarios: list[Scenario]) -> list[list[str]]:
    """One line a scenario: rate, percentiles, processor time, size."""
    head = ["", "lượt/giây", "p50", "p99", "p50 một mình", "p99 một mình", "CPU web", "CPU CSDL", "kB"]
    lines = [head]
    for one in scenarios:
        together, alone = results.together[one.name], results.alone[one.name]
        web = statistics.median(1000 * run.web / len(run.times) for run in together)
        database = statistics.median(1000 * run.database / len(run.times) for run in together)
        waits = [_late(together, 0.5), _late(together, 0.99), _late(alone, 0.5), _late(alone, 0.99)]
        values = [_middle(together, "rate"), *waits, web, database, together[0].size / 1000]
        lines.append([one.name, *map(number, values)])
    return lines


def ratios(results: Results, scenarios: list[Scenario]) -> list[list[str]]:
    """The rate of each page by the rates of the bare Django."""
    lines = [["tốc độ so với Django trần", "3 truy vấn nhỏ nhất", "3 truy vấn của sổ điểm", "lưu một cột"]]
    for one in scenarios:
        if one.name not in (SMALL, READ, SAVE):
            lines.append([one.name, *(number(results.ratio(one.name, bare)) for bare in (SMALL, READ, SAVE))])
    return lines


def peers(results: Results, signs: float | None) -> list[list[str]]:
    """How many times the fastest peer's processor time is ours, both in units of the same calibration."""
    if signs is None:
        return []
    speed = signs / PEERS_SIGNS
    lines = [["so với đối thủ mã nguồn mở nhanh nhất (hai máy khác nhau, quy đổi)", "nhanh gấp"]]
    for name, rate in PEERS.items():
        ours = _middle(results.together[name], "cpu") * speed
        lines.append([name, number(1000 * PEERS_CORES / rate / ours)])
    lines.append([COLUMN, number(PEERS_SAVE / (_middle(results.together[COLUMN], "cpu") * speed))])
    return lines


def isolation(costs: dict[str, Sequence[float]]) -> list[list[str]]:
    """What row-level security adds."""
    lines = [["CPU của PostgreSQL, có bảo mật theo dòng so với không", "riêng chính sách", "cả lệnh đặt phạm vi"]]
    return lines + [[name, *(f"{100 * (one - 1):+.0f} %" for one in cost[:2])] for name, cost in costs.items()]


def rules(lines: Sequence[tuple[str, float]]) -> list[list[str]]:
    """What the rules take for a province, by copying the same arrays."""
    copying = lines[0][1]
    head = ["luật cho 250.000 học sinh × 12 môn, một học kì", "so với sao chép các mảng"]
    return [head, *([name, f"× {number(seconds / copying)}"] for name, seconds in lines[1:])]


def plain(table: list[list[str]]) -> str:
    """A table for the terminal."""
    widths = [max(len(line[n]) for line in table) for n in range(len(table[0]))]
    rows = (
        [line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))] for line in table
    )
    return "\n".join("  ".join(row).rstrip() for row in rows)


def markdown(table: list[list[str]]) -> str:
    """The same table for a page."""
    head, *rows = table
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, rule, *rows])
