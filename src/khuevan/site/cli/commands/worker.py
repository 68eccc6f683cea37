"""``khuevan worker``: the background jobs alone."""

import argparse

from khuevan.site import postgres
from khuevan.site.cli.children import interrupt_on_signals
from khuevan.site.cli.programs import jobs, keep_running, require_tables

HELP = "Chạy tiến trình nền: phát hành học bạ hàng loạt, gửi tin, công bố sổ cái."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--concurrency"""
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="số việc cùng lúc (mặc định: 2)")


def run(options: argparse.Namespace) -> int:
    """Work until a signal."""
    interrupt_on_signals()
    with postgres.running():
        require_tables()
        return keep_running(jobs(options.concurrency))
