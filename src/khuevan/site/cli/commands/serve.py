"""``khuevan serve``: the web server alone."""

import argparse

from khuevan.site import postgres
from khuevan.site.cli.children import interrupt_on_signals
from khuevan.site.cli.programs import add_port, keep_running, require_tables, web

HELP = "Chạy máy chủ web (không kèm tiến trình nền)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--host, --port, --workers"""
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe (mặc định: 127.0.0.1)")
    add_port(parser)
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="số tiến trình (mặc định: 2)")


def run(options: argparse.Namespace) -> int:
    """Serve until a signal."""
    interrupt_on_signals()
    program = web(options.port, options.host, options.workers)
    with postgres.running():
        require_tables()
        return keep_running([program])
