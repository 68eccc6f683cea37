"""The day of results: families look up their child's marks and transcript, each on a connection of their own.

At the pace of 37,512 families in ten minutes, for as long as is asked; then 5,000 within a minute; then 5,000 in one
moment. Each family opens the page of its child once and must get that child's page. At last families log in with their
passwords, each from an address of its own, at the pace of the first.
"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from khuevan.site.personas import PASSWORD

from .. import cast
from ..database import owner
from ..programs import ROOT
from ..sessions import Session
from ..tables import Table, number
from .minted import sessions
from .sides import Side

FAMILIES, MINUTES, CROWD = 37_512, 10, 5_000
WARM, PATIENCE = 200, 180
LIMIT = 0.5
"""Seconds within which 99 % are to be answered."""
_FAMILIES = """
SELECT min(u.username), p.uid, p.full_name
FROM enrolment_enrolment e
JOIN enrolment_schoolclass c ON c.id = e.school_class_id AND c.grade >= 6
JOIN people_person p ON p.id = e.student_id
JOIN people_guardianship g ON g.student_id = p.id
JOIN accounts_user u ON u.person_id = g.guardian_id
WHERE e.year = %s AND e.ends_on IS NULL
GROUP BY p.id ORDER BY md5(p.uid::text) LIMIT %s"""


class Family(NamedTuple):
    """Who asks, and for which child."""

    username: str
    child: UUID
    name: str


class Rush(NamedTuple):
    """How many asked within how many seconds, and how it went."""

    title: str
    families: int
    said: dict[str, Any]

    @property
    def wrong(self) -> int:
        """Requests without the right page."""
        return sum(self.said["wrong"].values())

    def within(self, share: float) -> float:
        """Seconds within which a share of the answers came; without any answer, for ever."""
        times = sorted(self.said["times"])
        return times[min(len(times) - 1, int(share * len(times)))] if times else float("inf")


def rushes(side: Side, minutes: float) -> list[Rush]:
    """The four of them; the first and the last take ``minutes``."""
    most = max(round(FAMILIES * minutes / MINUTES), CROWD)
    with owner(side.database) as connection:
        found = [Family(*row) for row in connection.execute(_FAMILIES, [cast.YEAR, most])]
    keys = sessions(side.database, [one.username for one in found])
    chance = random.Random(side.schools)
    steady = round(FAMILIES * minutes / MINUTES)
    paced = f"như {FAMILIES} gia đình trong {MINUTES} phút, đo {number(minutes)} phút"
    at = [chance.uniform(0, 60 * minutes) for _ in range(steady)]
    _looking(side, "làm nóng", keys, _some(found, WARM), [n / WARM * 5 for n in range(WARM)])
    return [
        _looking(side, paced, keys, _some(found, steady), at),
        _looking(side, "trong một phút", keys, _some(found, CROWD), [chance.uniform(0, 60) for _ in range(CROWD)]),
        _looking(side, "cùng một lúc", keys, _some(found, CROWD), [0.0] * CROWD),
        _logging_in(side, f"đăng nhập, {paced}", _some(found, steady), at),
    ]


def _some(found: Sequence[Family], wanted: int) -> list[Family]:
    """As many; a small province comes again."""
    return [found[n % len(found)] for n in range(wanted)]


def _looking(side: Side, title: str, keys: dict[str, str], families: list[Family], at: list[float]) -> Rush:
    browser, requests = Session(side.port), []
    for one in families:
        browser.cookies = {"sessionid": keys[one.username]}
        requests.append(browser.page(f"/transcripts/family/{one.child}/"))
    return _rush(side, title, requests, [f"<title>{one.name}" for one in families], at)


def _logging_in(side: Side, title: str, families: list[Family], at: list[float]) -> Rush:
    """Names and passwords, passed on by a proxy that tells from where each came."""
    browser, requests = Session(side.port), []
    browser.cookies = {"csrftoken": "k" * 32}
    for n, one in enumerate(families):
        told = {"login": one.username, "password": PASSWORD, "csrfmiddlewaretoken": "k" * 32}
        requests.append(browser.form("/account/login/", urlencode(told), at=f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"))
    return _rush(side, title, requests, ["HTTP/1.1 302"] * len(families), at)


def _rush(side: Side, title: str, requests: list[str], holds: list[str], at: list[float]) -> Rush:
    print(f"  ngày có kết quả: {len(requests)} gia đình, {title}", file=sys.stderr, flush=True)
    plan = {"port": side.port, "at": at, "requests": requests, "holds": holds, "patience": PATIENCE}
    command = [sys.executable, "-m", "tests.bench.whole.arrivals"]
    done = subprocess.run(command, input=json.dumps(plan), capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-600:]
    return Rush(title, len(requests), json.loads(done.stdout))


def table(found: list[Rush]) -> Table:
    """A line each."""
    head = ["gia đình xem kết quả của con", "gia đình", "không được", "p50 ms", "p99 ms", "xong sau s", "kết nối mở"]
    lines = [head]
    for one in found:
        waits = [1000 * one.within(0.5), 1000 * one.within(0.99), one.said["seconds"]]
        lines.append([one.title, str(one.families), str(one.wrong), *map(number, waits), str(one.said["open"])])
    return lines
