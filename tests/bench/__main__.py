"""``make bench``: how fast the product is, beside a bare Django on the same server and database, in the same run.

``--rounds`` and ``--seconds`` make it longer, ``--write docs/performance.md`` keeps the tables. See that page for what
is measured. Needs Linux and the embedded database.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

os.environ["KHUEVAN_DATA"] = os.environ.get("KHUEVAN_BENCH_DATA") or f"/var/tmp/khuevan-bench-{os.getuid()}"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
sys.path.insert(0, str(Path(__file__).parents[2]))

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from tests.bench import cast, machine, programs, report, rules, scenarios
from tests.bench.database import databases, environment, owner
from tests.bench.measure import CALLERS, measure

MARKS = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.S)
Table = list[list[str]]


def main() -> int:
    """Measure, print, and write down if asked."""
    options = _options()
    if postgres.is_external() or not Path("/proc/self/schedstat").exists():
        sys.exit("make bench đo trên PostgreSQL đi kèm và trên Linux: hãy bỏ DATABASE_URL.")
    try:
        said, tables = _measured(options.rounds, options.seconds)
    except DomainError as error:
        sys.exit(f"Lỗi: {error}")
    print("\n\n".join([said, *map(report.plain, tables)]))
    if options.write:
        text = "\n\n".join([said, *map(report.markdown, tables)])
        page = options.write.read_text()
        options.write.write_text(MARKS.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=5, help="số lượt đo xen kẽ (mặc định: 5)")
    parser.add_argument("--seconds", type=float, default=3, help="mỗi phép đo dài bao nhiêu giây (mặc định: 3)")
    parser.add_argument("--write", type=Path, metavar="TỆP", help="ghi các bảng vào giữa hai dấu của tệp")
    return parser.parse_args()


def _measured(rounds: int, seconds: float) -> tuple[str, list[Table]]:
    """What the machine is, and all tables."""
    with databases() as (guarded, open_):
        with owner(guarded) as connection:
            teachers, parents = cast.teachers(connection, CALLERS), cast.parents(connection, CALLERS)
        signs = machine.signs_per_second()
        with programs.server(guarded) as ours, programs.server(guarded, **programs.BARE) as bare:
            with owner(guarded) as connection:
                found = scenarios.bare(bare, teachers, connection)
            found += scenarios.product(ours, teachers, parents)
            results = measure(found, programs.database_server(), rounds, seconds)
        costs = _isolation(guarded, open_, teachers[0])
    found = sorted(found, key=lambda one: one.root == bare[1])
    tables = [report.rates(results, found), report.ratios(results, found), report.isolation(costs)]
    tables += filter(None, [report.peers(results, signs), report.rules(rules.measure())])
    return _said(rounds, seconds), tables


def _isolation(guarded: str, open_: str, teacher: cast.Teacher) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.bench.isolation", guarded, open_, teacher.username, str(teacher.book)]
    done = subprocess.run(command, env=environment(guarded), capture_output=True, text=True, cwd=programs.ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def _said(rounds: int, seconds: float) -> str:
    today = f"{date.today():%d/%m/%Y}"
    how = f"{rounds} lượt × {seconds:g} giây, {CALLERS} kết nối cùng lúc, granian {programs.WORKERS} tiến trình"
    return f"Đo ngày {today} trên {machine.description()}, tải trung bình {machine.load():.1f}; {how}."


if __name__ == "__main__":
    sys.exit(main())
