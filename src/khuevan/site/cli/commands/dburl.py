"""``khuevan dburl``: a connection string for psql and other tools."""

import argparse

from khuevan.site import postgres

HELP = "In chuỗi kết nối cơ sở dữ liệu."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--role"""
    parser.add_argument(
        "--role",
        choices=["app", "owner"],
        default="app",
        help="app: như ứng dụng, chịu bảo mật theo dòng; owner: chủ lược đồ (mặc định: app)",
    )


def run(options: argparse.Namespace) -> int:
    """Print it; the server need not be running."""
    print(postgres.connection_url(options.role))
    return 0
