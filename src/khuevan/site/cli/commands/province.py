"""``khuevan province``: make a synthetic province."""

import argparse
import os

from khuevan.site import postgres

HELP = "Tạo một tỉnh giả lập: trường, lớp, thầy cô, học sinh, điểm và học bạ."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--schools, --seed, --if-absent"""
    add_size(parser)
    parser.add_argument("--if-absent", action="store_true", help="không làm gì nếu đã có dữ liệu")


def add_size(parser: argparse.ArgumentParser) -> None:
    """The two options that decide what the province looks like."""
    parser.add_argument("--schools", type=int, default=6, metavar="N", help="số trường (mặc định: 6)")
    parser.add_argument(
        "--seed", type=int, default=2026, metavar="S", help="cùng một số cho cùng một tỉnh (mặc định: 2026)"
    )


def run(options: argparse.Namespace) -> int:
    """Load the province as the owner into an empty database."""
    os.environ["KHUEVAN_DB_ROLE"] = "owner"
    with postgres.running():
        import django

        django.setup()
        from khuevan.site.province import make_province, province_exists

        if options.if_absent and province_exists():
            return 0
        make_province(schools=options.schools, seed=options.seed, progress=_say)
    return 0


def _say(done: int, total: int, label: str) -> None:
    print(f"  {done}/{total} {label}", flush=True)
