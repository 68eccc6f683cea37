"""The same pages at six schools and at the size of a province, in one run: ``python -m tests.bench.size``.

``--schools``, ``--rounds`` and ``--seconds`` change it. Two databases in one PostgreSQL, a web server for each, as
``khuevan serve`` runs it; each page is asked of the one, then of the other, round after round, by eight callers at once
and by one. Compared are processor times and rates. The queries of a page are counted in a process of their own.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import place  # first: the product asks it where to work

# isort: split
from khuevan.kernel.errors import DomainError

from . import cast, machine, programs, report, scenarios
from .database import SCHOOLS, clone, environment, owner
from .measure import CALLERS, Results, measure
from .scenarios import Scenario
from .sessions import Session
from .tables import Table, markdown, number

LIMIT = 1.5
"""The most that a page may take at full size, in processor times of the same page at six schools."""
SO = "anh-binh"
LEADERS = {
    "Trang đầu của hiệu trưởng": "/",
    "Tiến độ toàn trường": "/gradebook/school/",
    "Học bạ của trường": "/transcripts/",
    "Tìm người trong trường": "/search/?q=nguyen+van",
}
PROVINCE = {
    "Trang đầu của Sở": "/",
    "Tiếp nhận học bạ": "/transcripts/desk/",
    "Trung tâm điều hành": "/ioc/",
    "Phân tích toàn tỉnh": "/analysis/province/",
    "Tìm người trong tỉnh": "/search/?q=nguyen+van+an",
}


@dataclass(frozen=True)
class Side:
    """One of the two: how many schools, its database, and what is asked of it."""

    schools: int
    database: str
    asked: list[Scenario]
    root: int
    rows: int
    bytes: int


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.size")
    parser.add_argument("--schools", type=int, default=421, help="số trường (mặc định: 421)")
    parser.add_argument("--rounds", type=int, default=5, help="số lượt đo xen kẽ (mặc định: 5)")
    parser.add_argument("--seconds", type=float, default=2, help="mỗi phép đo dài bao nhiêu giây (mặc định: 2)")
    parser.add_argument("--count", nargs=3, metavar=("DB", "NGƯỜI", "TRANG"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.count:
        return _count(*options.count)
    place.refuse_elsewhere()
    try:
        with _side(SCHOOLS) as small, _side(options.schools) as large:
            pages, room = _measured(small, large, options.rounds, options.seconds)
    except DomainError as error:
        sys.exit(f"Lỗi: {error}")
    how = f"{options.rounds} lượt × {options.seconds:g} giây, {CALLERS} kết nối cùng lúc"
    said = f"Đo ngày {date.today():%d/%m/%Y} trên {machine.description()}, tải trung bình {machine.load():.1f}; {how}."
    print("\n\n".join([said, *map(markdown, (pages, room))]))
    return 0


@contextmanager
def _side(schools: int) -> Iterator[Side]:
    with clone(schools) as name, programs.server(name) as (port, root):
        with owner(name) as connection:
            connection.execute("ANALYZE")
            teachers, parents = cast.teachers(connection, CALLERS), cast.parents(connection, CALLERS)
            leaders = cast.leaders(connection, CALLERS)
            counted = connection.execute(
                "SELECT (SELECT count(*) FROM enrolment_enrolment WHERE ends_on IS NULL), pg_database_size(%s)", [name]
            ).fetchone()
        assert counted
        found = scenarios.product((port, root), teachers, parents)
        there = {user: Session(port, user) for user in {*leaders, SO}}  # once each: log-ins are limited
        found += [_of(port, root, title, path, [there[one] for one in leaders]) for title, path in LEADERS.items()]
        found += [_of(port, root, title, path, [there[SO]] * CALLERS) for title, path in PROVINCE.items()]
        yield Side(schools, name, found, root, *counted)


def _of(port: int, root: int, title: str, path: str, callers: list[Session]) -> Scenario:
    return Scenario(title, root, port, [[one.page(path)] for one in callers])


def _measured(small: Side, large: Side, rounds: int, seconds: float) -> tuple[Table, Table]:
    for one in large.asked:
        one.name = f"{one.name} · {large.schools}"
    found = [one for pair in zip(small.asked, large.asked, strict=True) for one in pair]
    results = measure(found, programs.database_server(), rounds, seconds)
    return _pages(results, small, large), _room(small, large)


def _pages(results: Results, small: Side, large: Side) -> Table:
    rates = {line[0]: line[1:] for line in report.rates(results, [*small.asked, *large.asked])}
    head = ["", "trường", "lượt/giây", "p50", "p99", "p50 một mình", "p99 một mình", "CPU", "truy vấn", "kB", "gấp"]
    lines = [head]
    for one, two in zip(small.asked, large.asked, strict=True):
        times = statistics.median(
            b.cpu / a.cpu for a, b in zip(results.together[one.name], results.together[two.name], strict=True)
        )
        for side, page, more in ((small, one, ""), (large, two, number(times) + ("" if times <= LIMIT else " (!)"))):
            rate, *waits, _web, _database, size = rates[page.name]
            cpu = statistics.median(run.cpu for run in results.together[page.name])
            title = one.name if side is small else ""
            asked = str(_queries(side, page))
            lines.append([title, str(side.schools), rate, *waits, number(cpu), asked, size, more])
    return lines


def _queries(side: Side, page: Scenario) -> int | str:
    """How many statements the page asks, in a process of its own; "" for what is not a page."""
    head = page.callers[0][0]
    method, path = head.split(" ", 2)[:2]
    if method != "GET":
        return ""
    key = head.partition("sessionid=")[2].partition("\r")[0].partition(";")[0]
    command = [sys.executable, "-m", "tests.bench.size", "--count", side.database, key, path]
    done = subprocess.run(command, env=environment(side.database), capture_output=True, text=True, cwd=programs.ROOT)
    assert done.returncode == 0, done.stderr[-600:]
    return int(json.loads(done.stdout))


def _count(_database: str, session: str, path: str) -> int:
    """In the process of its own: the second time, as the first one fills what is kept."""
    import django

    django.setup()
    from django.test import Client

    from .gradebook import queries

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = session
    assert client.get(path).status_code == 200
    print(queries(lambda: client.get(path)))
    return 0


def _room(small: Side, large: Side) -> Table:
    """Bytes on disk and in memory."""
    lines = [["chỗ", *(f"{side.schools} trường" for side in (small, large))]]
    lines.append(["học sinh × năm học", *(str(side.rows) for side in (small, large))])
    lines.append(["cơ sở dữ liệu, MB", *(number(side.bytes / 1e6) for side in (small, large))])
    lines.append(["kB mỗi học sinh, mỗi năm", *(number(side.bytes / side.rows / 1000) for side in (small, large))])
    lines.append(["máy chủ web, MB", *(number(_resident(side.root)) for side in (small, large))])
    lines.append(["PostgreSQL, MB, chung cho cả hai", number(_resident(programs.database_server())), ""])
    return lines


def _resident(root: int) -> float:
    """Megabytes of memory of a process and its children; what they share counts once (PSS)."""
    total = 0
    for pid in programs.family(root):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1000


if __name__ == "__main__":
    sys.exit(main())
