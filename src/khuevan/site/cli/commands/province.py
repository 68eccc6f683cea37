"""``khuevan province``: make a synthetic province."""

import argparse

from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner
from khuevan.site.cli.table import table
from khuevan.site.province import Step

HELP = "Tạo một tỉnh giả lập: trường, lớp, thầy cô, học sinh, điểm và học bạ."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--schools, --seed"""
    add_size(parser)


def add_size(parser: argparse.ArgumentParser) -> None:
    """The two options that decide what the province looks like."""
    parser.add_argument("--schools", type=_count, default=6, metavar="N", help="số trường (mặc định: 6)")
    parser.add_argument(
        "--seed", type=int, default=2026, metavar="S", help="cùng một số cho cùng một tỉnh (mặc định: 2026)"
    )


def run(options: argparse.Namespace) -> int:
    """Load the province as the owner into a database without schools."""
    with postgres.running():
        act_as_owner()
        make(options.schools, options.seed)
    return 0


def is_absent() -> bool:
    """Whether the database has no schools yet."""
    from khuevan.site.province import province_exists

    return not province_exists()


def make(schools: int, seed: int) -> None:
    """Make the province, say which school is done and about how long the rest takes."""
    from khuevan.site.province import make_province

    try:
        planted = make_province(schools=schools, seed=seed, progress=_say)
    except KeyboardInterrupt:
        print("\nĐã dừng; chưa có gì được ghi. Chạy lại lệnh này để làm từ đầu.", flush=True)
        raise
    if planted:
        print(table(("Có vấn đề để Sở tìm ra ở", "Vấn đề"), planted), flush=True)


def _say(step: Step) -> None:
    left = "" if step.left is None else f" (còn khoảng {_duration(step.left)})"
    print(f"  {step.done}/{step.total} {step.label}{left}", flush=True)


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} phút" if seconds >= 90 else f"{max(1, seconds):.0f} giây"


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 2000:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số trường; dùng một số từ 1 đến 2000")
    return int(text)
