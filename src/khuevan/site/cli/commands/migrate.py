"""``khuevan migrate``: roles, tables and static files of this version."""

import argparse
import os

from khuevan.site import postgres

HELP = "Cập nhật vai trò, bảng và tệp tĩnh theo phiên bản này."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--quiet"""
    parser.add_argument("--quiet", action="store_true", help="chỉ in khi có lỗi")


def run(options: argparse.Namespace) -> int:
    """Migrate as the owner. Safe to repeat; changes nothing where all is in place."""
    os.environ["KHUEVAN_DB_ROLE"] = "owner"
    with postgres.running():
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
        call_command("collectstatic", interactive=False, verbosity=0)
    return 0
