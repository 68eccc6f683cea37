"""``khuevan migrate``: roles, tables and static files of this version."""

import argparse

from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner

HELP = "Cập nhật vai trò, bảng và tệp tĩnh theo phiên bản này."


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
    """Bring tables and static files up to this version."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("collectstatic", interactive=False, verbosity=0)
