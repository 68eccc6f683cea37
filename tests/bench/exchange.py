"""Records of the feed a second into a hub on the same machine: ``python -m tests.bench.exchange [--records N]``.

On a clone of the demo's six schools everything is gathered (all new, then nothing changed), and the records are
multiplied to N. They go through the product's own way over HTTP to a hub that ``khuevan serve`` runs; sender and hub
share PostgreSQL. Of the requests 5 % fail: of two one never arrives, the other is done by the hub, but its answer is
lost. Afterwards every record is looked up at the hub: each is there once, in its version, with its content.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from . import place  # first: the product asks it where to work

# isort: split
from . import programs
from .database import clone, environment, owner
from .tables import markdown, number

SHARE, SEED, AT_ONCE = 0.05, 2026, 500
_MORE = """
INSERT INTO exchange_record (school_id, kind, ref, body, digest, version, cancelled, updated_at)
SELECT r.school_id, r.kind, r.ref || '.' || n, r.body, r.digest, 1, false, r.updated_at
FROM exchange_record r CROSS JOIN generate_series(1, %s) AS n ORDER BY n, r.id LIMIT %s"""
_ONCE = """
SELECT count(*), count(h.id), count(*) FILTER (WHERE h.version = r.version AND h.digest = r.digest),
  (SELECT count(*) FROM hub_heldrecord)
FROM exchange_record r LEFT JOIN hub_heldrecord h ON h.ref = r.ref"""


class Failing:
    """A way to a partner on which a share of the requests fails, before or after the partner has done its work."""

    def __init__(self, way: Any) -> None:
        self.way, self.dice = way, random.Random(SEED)
        self.requests = self.lost = self.unheard = 0

    def send(self, records: Sequence[Any]) -> Any:
        """As the way does, or ``Away``."""
        from khuevan.platform.exchange.ports import Away

        self.requests += 1
        fails = self.dice.random() < SHARE
        if fails and (self.lost + self.unheard) % 2 == 0:
            self.lost += 1
            raise Away("thử: không tới nơi")
        answers = self.way.send(records)
        if fails:
            self.unheard += 1
            raise Away("thử: mất câu trả lời")
        return answers


def main() -> int:
    """Measure in a process that works on the clone, and print what it prints."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.exchange")
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--on", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.on:
        return _measure(given.on, given.records)
    place.refuse_elsewhere()
    with clone() as database:
        with owner(database) as connection:  # the demo's own partner and sender are not measured
            connection.execute("DELETE FROM exchange_delivery")
            connection.execute("DELETE FROM exchange_partner")
            connection.execute("DELETE FROM hub_sender")
        command = [sys.executable, "-m", "tests.bench.exchange", f"--records={given.records}", f"--on={database}"]
        return subprocess.run(command, env=environment(database), cwd=programs.ROOT).returncode


def _measure(database: str, wanted: int) -> int:
    import django

    django.setup()
    lines = [["gom từ sáu trường", "bản ghi", "giây", "bản ghi mỗi giây"], _gather("lần đầu, tất cả là mới")]
    lines.append(_gather("lần sau, không gì thay đổi"))
    print(markdown(lines), end="\n\n")
    with owner(database) as connection:
        (own,) = connection.execute("SELECT count(*) FROM exchange_record").fetchone() or (0,)
        connection.execute(_MORE, [wanted // own + 1, max(0, wanted - own)])
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")
    with programs.server(database) as (port, _pid):
        sent = _send(port)
    with owner(database) as connection:
        row = connection.execute(_ONCE).fetchone() or (0,)
    print(markdown(sent + _proof(row)))
    return 0 if len(set(row)) == 1 else 1


def _gather(name: str) -> list[str]:
    from khuevan.platform.exchange.api import gather_due, touch_all
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        touch_all()
    start = time.perf_counter()
    done = gather_due()
    seconds = time.perf_counter() - start
    assert not done.broken, done.broken
    return [name, str(done.seen), number(seconds), number(done.seen / seconds)]


def _send(port: int) -> list[list[str]]:
    from khuevan.platform.exchange.api import KINDS, HttpChannel, Wish, add_partner, drain
    from khuevan.platform.hub.api import admit
    from khuevan.registry.accounts.api import User, actor_for
    from khuevan.registry.isolation.api import Scope, acting

    url = f"http://127.0.0.1:{port}/hub/v1"
    with acting(Scope("province")):
        actor = actor_for(User.objects.get(username="anh-binh"), None, _today())
        _sender, token = admit(actor, "đo", KINDS, 10_000_000)
        partner = add_partner(actor, Wish("đo", url, token, at_once=AT_ONCE))
    way, slept = Failing(HttpChannel(url, token)), [0.0]

    def sleep(seconds: float) -> None:
        slept[0] += seconds
        time.sleep(seconds)

    start = time.perf_counter()
    done = drain(partner.pk, way, sleep=sleep, patience=60)
    seconds = time.perf_counter() - start
    assert done.ended == "empty", done
    return [
        ["gửi vào hub cùng máy, 5 % yêu cầu hỏng", "đo được"],
        ["bản ghi", str(done.held)],
        ["bản ghi mỗi giây", number(done.held / seconds)],
        ["bản ghi mỗi giây, không tính lúc nghỉ sau khi hỏng", number(done.held / (seconds - slept[0]))],
        ["yêu cầu; không tới nơi; tới nơi mà mất câu trả lời", f"{way.requests}; {way.lost}; {way.unheard}"],
    ]


def _proof(row: tuple[int, ...]) -> list[list[str]]:
    sent, there, right, held = row
    return [["có ở hub; đúng phiên bản và nội dung; tổng số ở hub", f"{there} / {sent}; {right}; {held}"]]


def _today() -> Any:
    from khuevan.kernel.clock import today

    return today()


if __name__ == "__main__":
    sys.exit(main())
