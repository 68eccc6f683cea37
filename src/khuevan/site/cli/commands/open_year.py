"""``khuevan open-year``: open a school year at every school that has not opened it yet."""

import argparse
from dataclasses import dataclass

from khuevan.kernel.dates import parse_year_label, year_label
from khuevan.kernel.errors import NotFound
from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner
from khuevan.site.cli.table import table

HELP = "Mở năm học mới cho mọi trường theo kết quả năm trước; trường đã mở được bỏ qua, chạy lại thì làm tiếp."
HEADER = ("Mã", "Trường", "Lớp", "Học sinh", "Chờ kết quả", "Hoàn thành", "Lớp chưa có chủ nhiệm")


@dataclass(frozen=True)
class Operator:
    """Whoever runs the command on the server."""

    user_id: int | None = None
    name: str = "Quản trị máy chủ"
    title: str = "khuevan open-year"
    kind: str = "authority"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The year, and one school if not all."""
    parser.add_argument("year", metavar="NĂM", help="năm học, ví dụ 2026 hoặc 2026-2027")
    parser.add_argument("--school", default="", metavar="MÃ", help="chỉ trường có mã này")


def run(options: argparse.Namespace) -> int:
    """Open the year in batches, each its own transaction, and say what became of every school."""
    year = parse_year_label(options.year)
    with postgres.running():
        act_as_owner()
        from khuevan.school.opening.api import open_province, report, schools_of

        schools = schools_of(options.school)
        if not schools:
            raise NotFound("Không có trường nào.", hint="Kiểm tra mã trường, hoặc nạp trường bằng khuevan schools.")
        done = open_province(Operator(), schools, year, _say)  # type: ignore[arg-type]
        lines = report(done.plans)
    print(
        f"Năm học {year_label(year)}: mở ở {len(done.plans)} trường, bỏ qua {done.skipped}; {done.rows} dòng được ghi."
    )
    if lines:
        rows = [tuple(str(cell) for cell in vars(line).values()) for line in lines]
        print(table(HEADER, rows))
    return 0


def _say(done: int, all_: int) -> None:
    print(f"  {done}/{all_} trường", flush=True)
