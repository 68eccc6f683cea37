"""``khuevan citus``: SQL that spreads the tables over many machines by school."""

import argparse
import sys

from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner

HELP = "In đoạn lệnh SQL trải các bảng ra nhiều máy theo trường (Citus); không tự thay đổi gì."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Print the script for psql; what Citus holds already is left out of it."""
    with postgres.running():
        act_as_owner()
        from django.db import connection

        from khuevan.registry.isolation.api import spreading

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")
            if not cursor.fetchone()[0]:
                print(
                    "Cơ sở dữ liệu này chưa có Citus: chỉ để xem. Muốn chạy, hãy CREATE EXTENSION citus và thêm các máy"
                    " trước (docs/operations/deployment.md).",
                    file=sys.stderr,
                )
            print(spreading(cursor).script(), end="")
    return 0
