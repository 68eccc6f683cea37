"""A province of full size beside that of the demo, in one run: ``python -m tests.bench.size``.

``--schools``, ``--rounds``, ``--seconds``, ``--minutes`` and ``--play`` change it. Two databases in one PostgreSQL, a
web server for each, as ``khuevan serve`` runs it. At full size alone, with a worker: a changed mark's way to the figure
of the province, and the day of results. Then each page is asked of the one, then of the other, round after round, by
eight callers at once and by one; compared are processor times. The queries of a page are counted in a process of their
own. ``--play``: some pages once more while the school year goes on.
"""

import argparse
import sys
import time
from datetime import date

from . import place  # first: the product asks it where to work

# isort: split
from khuevan.kernel.errors import DomainError

from . import machine, programs
from .database import SCHOOLS
from .measure import CALLERS, Results, measure
from .tables import Table, markdown, number
from .whole import board, playing, results_day, tables
from .whole.counting import queries
from .whole.pages import DAILY
from .whole.sides import Side, side


def main() -> int:
    """Measure and print; 1 where a page could not be measured."""
    options = _options()
    place.refuse_elsewhere()
    began = time.monotonic()
    try:
        with side(SCHOOLS) as small, side(options.schools) as large:
            found, wrong = _measured(small, large, options)
    except DomainError as error:
        sys.exit(f"Lỗi: {error}")
    how = f"{options.rounds} lượt × {options.seconds:g} giây, {CALLERS} kết nối cùng lúc, granian {programs.WORKERS}"
    said = f"Đo ngày {date.today():%d/%m/%Y} trên {machine.description()}, tải trung bình {machine.load():.1f}; {how} "
    said += f"tiến trình; tất cả trong {number((time.monotonic() - began) / 60)} phút."
    print("\n\n".join([said, *map(markdown, found), *(f"Không đo được: {one}: {why}." for one, why in wrong.items())]))
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.size")
    parser.add_argument("--schools", type=int, default=421, help="số trường (mặc định: 421)")
    parser.add_argument("--rounds", type=int, default=3, help="số lượt đo xen kẽ (mặc định: 3)")
    parser.add_argument("--seconds", type=float, default=2, help="mỗi phép đo dài bao nhiêu giây (mặc định: 2)")
    parser.add_argument("--minutes", type=float, default=2, help="nhịp ngày có kết quả kéo dài (mặc định: 2, đủ: 10)")
    parser.add_argument("--play", action="store_true", help="đo thêm trong lúc năm học chạy")
    return parser.parse_args()


def _measured(small: Side, large: Side, options: argparse.Namespace) -> tuple[list[Table], dict[str, str]]:
    """All tables, the aims first, and what could not be measured."""
    seen = board.board(large)
    rushes = results_day.rushes(large, options.minutes)
    _remember(large, "sau ngày có kết quả")
    wrong = large.missing | small.missing
    for one in large.asked.values():
        one.name = f"{one.name} · {large.schools}"
    both = {title: (small.asked[title], one) for title, one in large.asked.items() if title in small.asked}
    print(f"  {len(both)} trang", file=sys.stderr, flush=True)
    counted = queries(small), queries(large)
    asked = [one for pair in both.values() for one in pair]
    results = measure(asked, programs.database_server(), options.rounds, options.seconds, wrong)
    names = {title: (one.name, two.name) for title, (one, two) in both.items() if not {one.name, two.name} & {*wrong}}
    for one in (small, large):
        _remember(one, "sau khi mở mọi trang")
    played, more = _played(large, results, options, wrong) if options.play else ([], [])
    lines = tables.lines(results, *counted, names, large.first)
    head = tables.aims(lines, small.schools, seen, rushes, played)
    found = [head, tables.pages(lines, large.schools, small.schools), board.table(seen), results_day.table(rushes)]
    return [*found, *more, tables.room(small, large)], wrong


def _remember(one: Side, when: str) -> None:
    one.memory[f"máy chủ web {when}"] = programs.resident(one.root)
    one.memory[f"PostgreSQL {when}"] = programs.resident(programs.database_server())


def _played(
    large: Side, quiet: Results, options: argparse.Namespace, wrong: dict[str, str]
) -> tuple[list[playing.Played], list[Table]]:
    told: list[playing.Played] = []
    daily = {title: one for title, one in large.asked.items() if title in DAILY and one.name not in wrong}
    try:
        with playing.playing(large, told):
            busy = measure(list(daily.values()), programs.database_server(), options.rounds, options.seconds)
    except AssertionError as error:  # what has been measured before is told all the same
        wrong["khuevan play"] = str(error).strip()
        return [], []
    _remember(large, "sau khi năm học chạy")
    names = {title: one.name for title, one in daily.items()}
    return told, [tables.meanwhile(quiet, busy, names), playing.table(told[0])]


if __name__ == "__main__":
    sys.exit(main())
