"""``khuevan verify``: the same verdict as the public page."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import NotFound
from khuevan.site import postgres
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.platform.signing.ports import SignatureVerdict
    from khuevan.school.transcripts.api import Verdict

HELP = "Kiểm tra một tệp học bạ (XML hoặc PDF): ai đã ký, khi nào, có bị sửa không."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp học bạ số, XML hoặc PDF")


def run(options: argparse.Namespace) -> int:
    """Print the verdict; 0 where the transcript may be relied on, 1 where it may not."""
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise NotFound(f"Không đọc được tệp {options.file}.", hint="Kiểm tra tên tệp và quyền đọc.") from error
    with postgres.running():
        import django

        django.setup()
        from khuevan.registry.isolation.api import NOBODY, acting
        from khuevan.school.transcripts.api import verify_file

        with acting(NOBODY):
            verdict = verify_file(data)
    print(report(verdict))
    return 0 if verdict.good else 1


def report(verdict: "Verdict") -> str:
    """The verdict in words: what is found, what is altered, who signed what and when."""
    lines = [f"{'✓' if verdict.good else '✗'} {verdict.headline}"]
    lines += [f"  {reason}" for reason in verdict.reasons]
    if verdict.altered:
        lines += ["", "Phần bị thay đổi:", *(f"  {name}" for name in verdict.altered.values())]
    if verdict.signatures:
        rows = [_row(one) for one in verdict.signatures]
        lines += ["", table(("", "Người ký", "Đơn vị", "Lúc", "Phạm vi"), rows)]
    return "\n".join(lines)


def _row(one: "SignatureVerdict") -> tuple[str, ...]:
    from django.utils.timezone import localtime

    who = f"{one.signer.name}, {one.signer.title}".strip(", ") if one.signer else "không rõ"
    when = f"{localtime(one.at):%d/%m/%Y %H:%M:%S}" if one.at else "không rõ"
    said = one.scope if one.valid else "; ".join(problem.message for problem in one.problems)
    return ("✓" if one.valid else "✗", who, one.signer.organisation if one.signer else "", when, said)
