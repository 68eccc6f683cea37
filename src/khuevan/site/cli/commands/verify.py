"""``khuevan verify``: the same verdict as the public page."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import NotFound
from khuevan.site import postgres
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.platform.signing.ports import SignatureVerdict, TimeStamp
    from khuevan.platform.transparency.api import ProofVerdict
    from khuevan.school.transcripts.api import Verdict

HELP = "Kiểm tra một tệp học bạ (XML, PDF) hoặc bằng chứng nhật ký (JSON): ai đã ký, khi nào, có bị sửa không."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="học bạ số (XML, PDF) hoặc bằng chứng (JSON)")


def run(options: argparse.Namespace) -> int:
    """Print the verdict; 0 where the transcript may be relied on, 1 where it may not."""
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise NotFound(f"Không đọc được tệp {options.file}.", hint="Kiểm tra tên tệp và quyền đọc.") from error
    with postgres.running():
        import django

        django.setup()
        from khuevan.platform.transparency.api import verify_proof
        from khuevan.registry.isolation.api import NOBODY, acting
        from khuevan.school.transcripts.api import verify_file

        if proof := verify_proof(data):
            print(proof_report(proof))
            return 0 if proof.good else 1
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
    if verdict.stamp:
        lines += ["", _stamp(verdict.stamp)]
    return "\n".join(lines)


def proof_report(verdict: "ProofVerdict") -> str:
    """The verdict on a proof in words."""
    entry = verdict.entry
    lines = [f"{'✓' if verdict.good else '✗'} {verdict.headline}"]
    lines += [f"  Mốc công bố ngày {verdict.day:%d/%m/%Y}." if verdict.day and verdict.good else f"  {verdict.why}"]
    if verdict.facts:
        said = {"issue": "phát hành", "supersede": "đã được thay", "revoke": "đã thu hồi"}
        lines += [f"  {one['at']}  {said.get(one['event'], one['event'])}  {one['digest']}" for one in verdict.facts]
        return "\n".join(lines)
    lines += [f"  {entry.get('subject', '')}: {entry.get('old')} → {entry.get('new')}"]
    return "\n".join([*lines, f"  {entry.get('by', '')}, {entry.get('role', '')}, {entry.get('at', '')}"])


def _stamp(stamp: "TimeStamp") -> str:
    from django.utils.timezone import localtime

    if not stamp.valid or stamp.at is None:
        return "\n".join(["✗ Dấu thời gian không dùng được", *(f"  {one.message}" for one in stamp.problems)])
    return f"✓ Dấu thời gian {localtime(stamp.at):%d/%m/%Y %H:%M:%S}, của {stamp.authority}, số {stamp.serial}"


def _row(one: "SignatureVerdict") -> tuple[str, ...]:
    from django.utils.timezone import localtime

    who = f"{one.signer.name}, {one.signer.title}".strip(", ") if one.signer else "không rõ"
    when = f"{localtime(one.at):%d/%m/%Y %H:%M:%S}" if one.at else "không rõ"
    said = one.scope if one.valid else "; ".join(problem.message for problem in one.problems)
    return ("✓" if one.valid else "✗", who, one.signer.organisation if one.signer else "", when, said)
