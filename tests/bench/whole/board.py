"""A mark's way to the figure of the province, through the server and a worker as they run, and the board after it."""

import statistics
import sys
import time
from typing import Any, NamedTuple

import psycopg

from .. import cast, programs
from ..database import owner
from ..scenarios import edits
from ..sessions import Session, grid_of
from ..tables import Table, number
from .minted import sessions
from .sides import SO, Side

TEACHERS = 15
WAY, VIEW = 5.0, 0.060
"""Seconds: the longest way of a mark, and the first view of the board (median)."""
_SUM = "SELECT sum(value) FROM statistics_figure WHERE year = %s AND measure = 'diem_tong' AND part = %s"


class Board(NamedTuple):
    """Seconds from each save to the figure, of the board right after it, and of the board asked once more."""

    ways: list[float]
    after: list[float]
    again: list[float]


def board(side: Side) -> Board:
    """Each teacher changes a mark and changes it back."""
    print("  điểm đổi đến số của tỉnh", file=sys.stderr, flush=True)
    with owner(side.database) as connection, programs.worker(side.database) as worker:
        connection.autocommit = True
        teachers = cast.teachers(connection, TEACHERS)
        keys = sessions(side.database, [SO, *(one.username for one in teachers)])
        so, found = Session.minted(side.port, keys[SO]), Board([], [], [])
        saves = [save for one in teachers for save in _saves(Session.minted(side.port, keys[one.username]), one)]
        _way(connection, *saves[0])  # until the worker has started
        for session, path, body in saves[1:]:
            found.ways.append(_way(connection, session, path, body))
            found.after.append(_opened(so))
            found.again.append(_opened(so))
        side.memory["tiến trình nền"] = programs.resident(worker)
    return found


def _saves(session: Session, teacher: cast.Teacher) -> list[tuple[Session, str, Any]]:
    """One mark of the midterm column to another and back."""
    rows = grid_of(session.get(f"/gradebook/books/{teacher.book}/?term={cast.TERM}"))["rows"]
    row = next(one for one in rows if not one.get("readonly") and one["cells"].get("gk") is not None)
    old = {row["id"]: row["cells"]["gk"]}
    new = {row["id"]: 30 if old[row["id"]] > 60 else 95}
    path = f"/gradebook/books/{teacher.book}/{cast.TERM}/save"
    return [(session, path, edits(old, new)), (session, path, edits(new, old))]


def _way(connection: psycopg.Connection, session: Session, path: str, body: Any) -> float:
    """Seconds from the answer to a save until the sum of averages is another."""
    before = _sum(connection)
    session.send(path, body)
    began = time.perf_counter()
    while _sum(connection) == before:
        time.sleep(0.005)
        assert time.perf_counter() - began < 60, "no worker counts"
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
