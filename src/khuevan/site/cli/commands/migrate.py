"""``khuevan migrate``: roles, tables and static files of this version."""

import argparse

from psycopg.errors import LockNotAvailable

from khuevan.kernel.errors import Conflict
from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner

HELP = "Cập nhật vai trò, bảng và tệp tĩnh theo phiên bản này."

LOCK_SECONDS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--quiet"""
    parser.add_argument("--quiet", action="store_true", help="chỉ in khi có lỗi")


def run(options: argparse.Namespace) -> int:
    """Migrate as the owner. Safe to repeat; changes nothing where all is in place."""
    with postgres.running():
        act_as_owner()
        update(verbosity=0 if options.quiet else 1)
    return 0


def update(verbosity: int = 0) -> None:
    """Bring tables and static files up to this version. Raises ``Conflict`` rather than let everybody queue for a lock."""
    from django.core.management import call_command
    from django.db import OperationalError, connection

    with connection.cursor() as cursor:  # who waits for a table's lock makes all others wait behind
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    try:
        call_command("migrate", interactive=False, verbosity=verbosity)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise Conflict(
            f"Một bảng đang bận quá {LOCK_SECONDS} giây, nên chưa cập nhật được; các bước đã xong được giữ lại.",
            hint="Chạy lại khuevan migrate sau ít phút, lúc ít người dùng.",
            code="busy",
        ) from error
    call_command("collectstatic", interactive=False, verbosity=0)
