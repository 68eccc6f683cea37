"""What `khuevan play` says the server has confirmed, and what the database has of it afterwards."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psycopg

from khuevan.site.play.deeds import ARRIVE, MOVE

LEDGER = """
SELECT b.uid::text, a.book, p.uid::text, a.subject, a.old, a.new
FROM audit_entry a JOIN enrolment_classsubject b ON a.book LIKE 'marks:' || b.uid || ':%%'
JOIN people_person p ON p.id = a.student_id WHERE a.verb = 'mark' AND b.uid::text = ANY(%s)
ORDER BY a.book, a.position"""
EVENTS = "SELECT uid::text, count(*) FROM register_lifeevent WHERE uid::text = ANY(%s) GROUP BY 1"
MORE = 15
LABELS = {"gk": "GK", "ck": "CK", "level": "Mức", "test": "KTĐK", "comment": "Nhận xét"}


@dataclass
class Played:
    """The file of ``khuevan play --log``."""

    file: Path

    def lines(self) -> list[dict]:
        """Changes that the server has confirmed, in the order in which it did."""
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def count(self) -> int:
        return len(self.lines())

    def goes_on(self, wait_until: Callable[[Callable[[], bool]], None]) -> None:
        """Wait until more has been confirmed."""
        before = self.count()
        wait_until(lambda: self.count() >= before + MORE)

    def check(self, connection: psycopg.Connection) -> None:
        """Each confirmed mark is in the ledger, in its order; each step of a cell begins where the last one ended, so
        that none happened twice; each confirmed move is there once."""
        confirmed = defaultdict(list)
        for one in self.lines():
            if "book" in one:
                label = LABELS.get(one["column"], one["column"].upper())
                confirmed[f"marks:{one['book']}:{one['part']}", one["row"], label].append(one["value"])
        told = defaultdict(list)
        books = sorted({place[0].split(":")[1] for place in confirmed})
        for _uid, book, pupil, subject, old, new in connection.execute(LEDGER, [books]):
            told[book, pupil, subject.rpartition(" · ")[2]].append((old, new))
        assert len(confirmed) > 10
        for place, values in confirmed.items():
            rest = iter(new for _old, new in told[place])
            assert [value for value in values if value not in rest] == [], place
        for steps in told.values():
            assert all(old != new for old, new in steps)
            assert all(before[1] == after[0] for before, after in pairwise(steps))
        moved = {one["key"] for one in self.lines() if one["kind"] in (MOVE, ARRIVE)}
        assert dict(connection.execute(EVENTS, [sorted(moved)]).fetchall()) == dict.fromkeys(moved, 1)
