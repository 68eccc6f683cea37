"""Teachers' computers that save marks over and over, and what the database has of it afterwards."""

import json
import threading
from dataclasses import dataclass, field

import psycopg

from tests.bench.sessions import Session

COLUMN, LABEL = "tx1", "TX1"
STORED = """
SELECT array_agg((e.new #>> '{}')::int ORDER BY e.position),
       (SELECT m.regular[1] FROM gradebook_markrow m JOIN enrolment_classsubject s ON s.id = m.class_subject_id
        WHERE m.student_id = p.id AND s.uid = %(book)s AND m.term = 1)
FROM people_person p JOIN audit_entry e ON e.student_id = p.id
WHERE p.uid = %(pupil)s AND e.subject LIKE %(column)s
GROUP BY p.id
"""


@dataclass
class Saver:
    """One computer: it saves the mark of one pupil in one book, counting up, and notes what the server confirmed."""

    session: Session
    book: str
    pupil: str
    tried: int = 0
    confirmed: list[int] = field(default_factory=list)
    refusals: list[tuple[int, dict]] = field(default_factory=list)

    def save(self, reason: str = "đếm") -> int:
        """Save the next mark on top of the last confirmed one; the status."""
        self.tried += 1
        edit = {"row": self.pupil, "column": COLUMN, "value": self.tried % 101, "base": self._base()}
        path = f"/api/v1/gradebook/books/{self.book}/1/marks"
        status, text = self.session.ask("POST", path, {"edits": [edit], "reason": reason})
        answer = json.loads(text)
        if status != 200:
            self.refusals.append((status, answer))
        elif answer["saved"]:
            self.confirmed.append(self.tried % 101)
        else:  # the last one had been saved although nobody could say so
            self.confirmed.append(answer["conflicts"][0]["theirs"])
        return status

    def keep_saving(self, until: threading.Event) -> None:
        """Save until told to stop, with a breath after a refusal."""
        while not until.is_set():
            if self.save() != 200:
                until.wait(0.1)

    def _base(self) -> int | None:
        return self.confirmed[-1] if self.confirmed else None

    def check(self, owner: psycopg.Connection) -> None:
        """Everything confirmed is in the ledger in its order, and the book holds what the ledger says last."""
        names = {"pupil": self.pupil, "book": self.book, "column": f"% · {LABEL}"}
        written, mark = owner.execute(STORED, names).fetchone()
        rest = iter(written)
        assert [one for one in self.confirmed if one not in rest] == []
        assert mark == written[-1]
        assert mark in (self.confirmed[-1], self.tried % 101)


def savers(session: Session, number: int) -> list[Saver]:
    """One for each of the first pupils of Toán 7A."""
    books = json.loads(session.get("/api/v1/gradebook/books"))
    book = next(one["uid"] for one in books if (one["class_name"], one["code"]) == ("7A", "TOAN"))
    sheet = json.loads(session.get(f"/api/v1/gradebook/books/{book}/1"))
    return [Saver(session, book, row["id"]) for row in sheet["rows"][:number]]
