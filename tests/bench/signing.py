"""Signing, sealing, printing and checking transcripts on one core; a class from its first signature to its issue; a
school to the Sở's acceptance: ``python -m tests.bench.signing``. With ``--transcripts N`` only so many go their whole
way, of one school or several, by ``--workers`` processes (``signing_many``).

The documents are real ones: a class of the demo's province whose transcripts were issued. Every rate is of processor
time of one process, the best of some runs, beside a bare library that does the same work with the same P-256 key:
signxml over the same content, pyHanko's own signer (made once) over the same PDF, Typst (its compiler made once) on the
same template and data. ``openssl speed`` says what the key alone allows. The class goes the product's way, with
database, ledger, completeness and verification; its seconds are of the clock.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from . import place  # first: the product asks it where to work

# isort: split
from . import programs, signing_many
from .database import clone, environment
from .tables import Table, markdown, number

RUNS = 5
AIM = 0.8


def main() -> int:
    """Measure in a process that works on the clone, and print what it prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.signing")
    parser.add_argument("--transcripts", type=int, metavar="N", help="chỉ đo chừng này học bạ, từ đầu đến cuối")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="số tiến trình (mặc định: số lõi)")
    parser.add_argument("--on", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.on:
        return _measure()
    place.refuse_elsewhere()
    if options.transcripts:
        print(markdown(signing_many.measure(options.transcripts, options.workers)))
        return 0
    with clone() as name:
        # Keys are made, and open, as the owner's; the tables are those of a clone that is dropped.
        command = [sys.executable, "-m", "tests.bench.signing", "--on", name]
        own = environment(name, KHUEVAN_DB_ROLE="owner")
        return subprocess.run(command, env=own, cwd=programs.ROOT).returncode


def _measure() -> int:
    import django

    django.setup()
    from .signing_parts import parts
    from .signing_way import school, way

    print(_rates(parts()), end="\n\n")
    print(markdown(way()), end="\n\n")
    print(markdown(school()), end="\n\n")
    return 0


def _rates(found: list[tuple[str, int, Callable[[], Any], Callable[[], Any] | None]]) -> str:
    """A line for each kind of work: ours a second, the bare library's, and what came of the aim."""
    lines: Table = [["một nhân, mỗi giây", "Khuê Văn", "thư viện trần", "tỉ lệ", f"cần ≥ {number(AIM)}"]]
    for name, count, ours, bare in found:
        mine, theirs = _in_turns(ours, bare)
        if bare is None:
            lines.append([name, number(count / mine), "", "", ""])
            continue
        ratio = theirs / mine
        lines.append([name, number(count / mine), number(count / theirs), number(ratio), _verdict(ratio)])
    lines.append(["openssl: chữ ký P-256", "", number(_openssl()), "", ""])
    return markdown(lines)


def _verdict(ratio: float) -> str:
    return "đạt" if ratio >= AIM else "**chưa đạt**"


def _in_turns(ours: Callable[[], Any], bare: Callable[[], Any] | None) -> tuple[float, float]:
    """Processor seconds of the fastest run of each, in turns so that both meet the same machine."""
    mine, theirs = [], []
    for _ in range(RUNS):
        mine.append(_spent(ours))
        if bare:
            theirs.append(_spent(bare))
    return min(mine), min(theirs, default=0.0)


def _spent(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _openssl() -> float:
    """P-256 signatures a second, as openssl counts them."""
    command = ["openssl", "speed", "-seconds", "1", "ecdsap256"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"256 bits ecdsa \(nistp256\)\s+\S+s\s+\S+s\s+(\S+)", said)
    return float(found[1]) if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
