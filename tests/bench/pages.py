"""Pages and saves beside a bare Django, on one database in one run: ``python -m tests.bench.pages``.

``--rounds`` and ``--seconds`` make it longer. Needs Linux and the embedded database.
"""

import argparse
import json
import subprocess
import sys
from datetime import date

from . import place  # first: the product asks it where to work

# isort: split
from khuevan.kernel.errors import DomainError

from . import aims, cast, machine, programs, report, scenarios
from .database import clone, environment, owner
from .measure import CALLERS, measure
from .tables import Table, markdown


def main() -> int:
    """Measure and print."""
    options = _options()
    place.refuse_elsewhere()
    try:
        said, tables = _measured(options.rounds, options.seconds)
    except DomainError as error:
        sys.exit(f"Lỗi: {error}")
    print("\n\n".join([said, *map(markdown, tables)]))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages")
    parser.add_argument("--rounds", type=int, default=5, help="số lượt đo xen kẽ (mặc định: 5)")
    parser.add_argument("--seconds", type=float, default=3, help="mỗi phép đo dài bao nhiêu giây (mặc định: 3)")
    return parser.parse_args()


def _measured(rounds: int, seconds: float) -> tuple[str, list[Table]]:
    """What the machine is, and all tables; first whether each aim is met."""
    with clone() as name:
        with owner(name) as connection:
            teachers, parents = cast.teachers(connection, CALLERS), cast.parents(connection, CALLERS)
        with programs.server(name) as ours, programs.server(name, **programs.BARE) as bare:
            with owner(name) as connection:
                found = scenarios.bare(bare, teachers, connection)
            staff, families = (scenarios.logged_in(ours[0], people) for people in (teachers, parents))
            found += scenarios.product(ours, staff, families)
            results = measure(found, programs.database_server(), rounds, seconds)
        costs = _isolation(name, teachers[0])
    found = sorted(found, key=lambda one: one.root == bare[1])
    tables = [aims.table(results, costs), report.rates(results, found), report.ratios(results, found)]
    return _said(rounds, seconds), [*tables, report.isolation(costs)]


def _isolation(name: str, teacher: cast.Teacher) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.bench.isolation", name, teacher.username, str(teacher.book)]
    done = subprocess.run(command, env=environment(name), capture_output=True, text=True, cwd=programs.ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def _said(rounds: int, seconds: float) -> str:
    today = f"{date.today():%d/%m/%Y}"
    how = f"{rounds} lượt × {seconds:g} giây, {CALLERS} kết nối cùng lúc, granian {programs.WORKERS} tiến trình"
    return f"Đo ngày {today} trên {machine.description()}, tải trung bình {machine.load():.1f}; {how}."


if __name__ == "__main__":
    sys.exit(main())
