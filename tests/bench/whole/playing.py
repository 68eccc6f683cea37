"""The school year goes on while pages are measured: ``khuevan play`` against the server, with a worker."""

import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from khuevan.site import postgres

from .. import programs
from ..database import environment
from ..tables import Table
from .sides import Side

FIRST, LAST, SPEED = "2026-04-06", "2026-05-30", 50
START_SECONDS = 300
_TOTAL = re.compile(r"^Cộng: .*?(\d+) lần lưu.*?p50 (\d+) ms, p99 (\d+) ms; (\d+) lỗi, (\d+) từ chối, (\d+) lần", re.M)


class Played(NamedTuple):
    """What the play said at its end; times in milliseconds."""

    days: int
    saves: int
    p50: int
    p99: int
    errors: int
    refused: int
    waits: int


@contextmanager
def playing(side: Side, told: list[Played]) -> Iterator[None]:
    """Plays on until the body is done or the term is over; what was played is added to ``told``."""
    (postgres.data_dir() / "play.json").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder, programs.workers(side.database) as workers:
        log = Path(folder) / "play"
        with log.open("w") as out:
            command = [sys.executable, "-m", "khuevan.site.cli", "play", f"--from={FIRST}", f"--to={LAST}"]
            command += [f"--speed={SPEED}", f"--url=http://127.0.0.1:{side.port}"]
            process = subprocess.Popen(command, env=environment(side.database), cwd=programs.ROOT, stdout=out)
            try:
                _wait_for(process, log)
                yield
                side.memory["tiến trình nền, khi năm học đang chạy"] = programs.resident(
                    *(one.process.pid for one in workers if one.process)
                )
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(120)
        text = log.read_text()
        total = _TOTAL.search(text)
        assert total, text[-600:]
        told.append(Played(len(re.findall(r"^  \d\d/\d\d/\d{4}: ", text, re.M)), *map(int, total.groups())))


def _wait_for(process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the first day has been played, or the play has ended; then its words say why."""
    began = time.monotonic()
    while not log.read_text() and process.poll() is None and time.monotonic() - began < START_SECONDS:
        time.sleep(0.5)


def table(one: Played) -> Table:
    """What was played."""
    head = [f"khuevan play, {SPEED} ngày mỗi phút", "lần lưu", "p50 ms", "p99 ms", "lỗi", "từ chối", "lần chờ máy chủ"]
    return [head, [f"{one.days} ngày học", *map(str, one[1:])]]
