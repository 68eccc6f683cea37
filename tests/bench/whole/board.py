"""A mark's way to the figure of the province, through the server and a worker as they run, and the board after it."""

import statistics
import sys
import time
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from .. import cast, programs
from ..database import owner
from ..scenarios import edits
from ..sessions import Session
from ..tables import Table, number
from .minted import sessions
from .sides import SO, Side

TEACHERS = 15
WAY, VIEW = 5.0, 0.060
"""Seconds: the longest way of a mark, and the first view of the board (median)."""
_SUM = "SELECT sum(value) FROM statistics_figure WHERE year = %s AND measure = 'diem_tong' AND part = %s"

_MARKS = """
SELECT DISTINCT ON (u.id) u.username, b.uid, p.uid, m.midterm
FROM gradebook_markrow m
JOIN enrolment_classsubject b ON b.id = m.class_subject_id
JOIN enrolment_subject s ON s.code = b.subject_id AND s.form = 'score'
JOIN enrolment_schoolclass c ON c.id = b.school_class_id
JOIN accounts_user u ON u.person_id = b.teacher_id
JOIN enrolment_enrolment e ON e.student_id = m.student_id AND e.school_class_id = c.id AND e.ends_on IS NULL
JOIN people_person p ON p.id = m.student_id
WHERE m.term = %s AND m.average IS NOT NULL AND m.midterm IS NOT NULL AND c.year = %s AND c.grade >= 6
  AND (SELECT count(*) FROM accounts_assignment a WHERE a.user_id = u.id) = 1
  AND NOT EXISTS (SELECT FROM gradebook_termlock l
    WHERE l.school_id = c.school_id AND l.year = c.year AND l.term = m.term AND l.lifted_at IS NULL)
ORDER BY u.id, m.id LIMIT %s"""
"""Marks that an average is made of, each of another teacher."""


class Board(NamedTuple):
    """Seconds from each save to the figure, of the board right after it, and of the board asked once more."""

    ways: list[float]
    after: list[float]
    again: list[float]


def board(side: Side) -> Board:
    """Each teacher changes a mark and changes it back."""
    print("  điểm đổi đến số của tỉnh", file=sys.stderr, flush=True)
    with owner(side.database) as connection, programs.workers(side.database) as workers:
        connection.autocommit = True
        rows = connection.execute(_MARKS, [cast.TERM, cast.YEAR, TEACHERS]).fetchall()
        keys = sessions(side.database, [SO, *(row[0] for row in rows)])
        so, found = Session.minted(side.port, keys[SO]), Board([], [], [])
        saves = [save for name, *mark in rows for save in _saves(Session.minted(side.port, keys[name]), *mark)]
        _way(connection, *saves[0])  # until the worker has started
        for session, path, body in saves[1:]:
            found.ways.append(_way(connection, session, path, body))
            found.after.append(_opened(so))
            found.again.append(_opened(so))
        side.memory["tiến trình nền"] = programs.resident(*(one.process.pid for one in workers if one.process))
    return found


def _saves(session: Session, book: UUID, pupil: UUID, mark: int) -> list[tuple[Session, str, Any]]:
    """A midterm mark to another and back."""
    old, new = {str(pupil): mark}, {str(pupil): 30 if mark > 60 else 95}
    path = f"/gradebook/books/{book}/{cast.TERM}/save"
    return [(session, path, edits(old, new)), (session, path, edits(new, old))]


def _way(connection: psycopg.Connection, session: Session, path: str, body: Any) -> float:
    """Seconds from the answer to a save until the sum of averages is another."""
    before = _sum(connection)
    session.send(path, body)
    began = time.perf_counter()
    while _sum(connection) == before:
        time.sleep(0.005)
        assert time.perf_counter() - began < 60, f"no worker counts: {path}"
    return time.perf_counter() - began


def _sum(connection: psycopg.Connection) -> Any:
    return connection.execute(_SUM, [cast.YEAR, cast.TERM]).fetchone()


def _opened(session: Session) -> float:
    began = time.perf_counter()
    session.get("/ioc/")
    return time.perf_counter() - began


def table(found: Board) -> Table:
    """Medians and the longest."""
    lines = [["trung tâm điều hành, có tiến trình nền", "một nửa ms", "lâu nhất ms"]]
    for title, times in (
        ("một con điểm đổi: từ lúc lưu xong đến số của tỉnh", found.ways),
        ("mở trang ngay sau khi số đổi", found.after),
        ("mở lại", found.again),
    ):
        lines.append([title, number(1000 * statistics.median(times)), number(1000 * max(times))])
    return lines
