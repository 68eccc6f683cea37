"""Find the subcommand, run it, and show refusals in plain words."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from django.db.utils import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from khuevan.kernel.errors import DomainError
from khuevan.site.cli.commands import (
    backup,
    catalogues,
    citus,
    dburl,
    demo,
    doctor,
    drill,
    exchange,
    ledger,
    migrate,
    open_year,
    play,
    proof,
    province,
    reset,
    restore,
    rules,
    schools,
    serve,
    stamps,
    tokens,
    verify,
    worker,
)

COMMANDS = (
    demo,
    serve,
    worker,
    migrate,
    province,
    play,
    schools,
    catalogues,
    exchange,
    open_year,
    dburl,
    citus,
    doctor,
    backup,
    restore,
    drill,
    ledger,
    tokens,
    stamps,
    verify,
    proof,
    rules,
    reset,
)


class Vietnamese(argparse.HelpFormatter):
    """Help texts that begin in Vietnamese."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


STYLE: dict[str, Any] = {"formatter_class": Vietnamese, "add_help": False}


def parser() -> argparse.ArgumentParser:
    """The command line of all subcommands; each one is a module with HELP, add_arguments and run."""
    about = "Khuê Văn: từ con điểm của thầy cô tới học bạ số kiểm chứng được."
    root = argparse.ArgumentParser(prog="khuevan", description=about, **STYLE)
    _translate(root)
    choices = root.add_subparsers(dest="command", required=True, metavar="LỆNH", title="các lệnh")
    for command in COMMANDS:
        name = command.__name__.rsplit(".", 1)[-1].replace("_", "-")
        one = choices.add_parser(name, help=command.HELP, description=command.HELP, **STYLE)
        _translate(one)
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return root


def _translate(one: argparse.ArgumentParser) -> None:
    one._optionals.title = "tùy chọn"
    one._positionals.title = "đối số"
    one.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")


def _refused(message: str, hint: str) -> int:
    print(f"Lỗi: {message}", file=sys.stderr)
    if hint:
        print(f"Cách xử lý: {hint}", file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when it succeeded, 1 when it was refused, 2 when it was misspelt."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
    options = parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except DomainError as error:
        return _refused(error.message, error.hint)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, (UndefinedTable, UndefinedColumn)):
            raise
        return _refused("Cơ sở dữ liệu chưa có đủ bảng của bản này.", "Chạy “khuevan migrate” rồi thử lại.")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # who read has seen enough: `khuevan … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
