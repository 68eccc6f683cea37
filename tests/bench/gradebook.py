"""Saving a class, what the ledger adds, and a year computed again: ``python -m tests.bench.gradebook``.

Everything runs in one process on a clone of the demo's six schools, under row-level security, through the whole
stack of middleware but without a network. "Server time" is wall time of the request, also scaled by `openssl speed
rsa2048` to the machine on which the peers were measured; processor time is that of Python and of the PostgreSQL
process together. The year is computed again from marks whose averages have been
emptied, school by school, each in its transaction; beside it, the same rows of marks and results are read with COPY
and written with COPY into tables of the same columns without keys, indexes and policies.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from . import place  # first: the product asks it where to work

# isort: split
import psycopg

from . import cast, machine, programs
from .database import clone, environment, owner
from .tables import markdown, number

SAVES = 40
_ROWS = {
    "gradebook_markrow": """SELECT m.* FROM gradebook_markrow m JOIN enrolment_classsubject s
      ON s.id = m.class_subject_id JOIN enrolment_schoolclass c ON c.id = s.school_class_id
      WHERE c.year = {year} AND c.grade >= 6 AND c.school_id = {school}""",
    "gradebook_result": """SELECT r.* FROM gradebook_result r JOIN enrolment_schoolclass c ON c.id = r.school_class_id
      WHERE c.year = {year} AND c.grade >= 6 AND r.school_id = {school}""",
}
"""What a year of secondary classes is made of."""
Line = list[str]


def main() -> int:
    """Measure in a process that works on the clone, and print what it prints."""
    if len(sys.argv) > 1:
        return _measure(*sys.argv[1:])
    place.refuse_elsewhere()
    with clone() as guarded:
        with owner(guarded) as connection:
            teacher = cast.teachers(connection, 1)[0]
        command = [sys.executable, "-m", "tests.bench.gradebook", guarded, teacher.username, str(teacher.book)]
        return subprocess.run(command, env=environment(guarded), cwd=programs.ROOT).returncode


def _measure(database: str, username: str, book: str) -> int:
    import django

    django.setup()
    saving = _saving(username, book)
    with owner(database) as connection:
        recomputing = _recomputing(connection)
    for head, lines in ((["lưu một cột của một lớp", "đo được"], saving), recomputing):
        print(markdown([head, *lines]), end="\n\n")
    return 0


def _saving(username: str, book: str) -> list[Line]:
    """A column of a class, saved through the whole stack: with the ledger and without it, in turns."""
    save = _saver(username, book)
    whole, bare = [], []
    for _ in range(4):
        save()  # until PostgreSQL has settled on its plans
    for _ in range(SAVES):
        whole.append(spent(save))
        with patch("khuevan.school.gradebook.actions.saving.record"):
            bare.append(spent(save))
    wall, cpu = (statistics.median(one[n] for one in whole) * 1000 for n in (0, 1))
    more = [statistics.median(a[n] / b[n] for a, b in zip(whole, bare, strict=True)) - 1 for n in (0, 1)]
    one, all_ = queries(lambda: save(1)), queries(save)
    signs = machine.signs_per_second()
    there = f"{number(wall * signs / machine.PEERS_SIGNS)} ms" if signs else "không có openssl"
    return [
        ["thời gian ở máy chủ, trung vị", f"{number(wall)} ms"],
        ["quy về máy đã đo các phần mềm khác, theo openssl (cần < 15 ms)", there],
        ["thời gian xử lí: Python và PostgreSQL", f"{number(cpu)} ms"],
        ["nhật ký thêm vào thời gian ở máy chủ", f"{100 * more[0]:+.0f} %"],
        ["nhật ký thêm vào thời gian xử lí", f"{100 * more[1]:+.0f} %"],
        ["số truy vấn: một điểm, cả cột", f"{one}, {all_}"],
    ]


def _saver(username: str, book: str) -> Callable[..., None]:
    """A function that changes the midterm mark of the first pupils, or of all."""
    from django.test import Client

    from khuevan.site.personas import PASSWORD

    from .scenarios import edits
    from .sessions import grid_of

    client, address = Client(), f"/gradebook/books/{book}/"
    client.post("/account/login/", {"login": username, "password": PASSWORD})  # as people do: the log-in is in the list
    page = client.get(address, {"term": cast.TERM}).content.decode()
    held = {row["id"]: row["cells"]["gk"] for row in grid_of(page)["rows"] if not row.get("readonly")}

    def save(pupils: int | None = None) -> None:
        old = dict(list(held.items())[:pupils])
        new = {pupil: 61 if mark == 60 else 60 for pupil, mark in old.items()}
        done = client.post(f"{address}{cast.TERM}/save", edits(old, new), content_type="application/json")
        assert len(done.json()["saved"]) == len(old), done.content
        held.update(new)

    return save


def queries(work: Callable[[], None]) -> int:
    from django.db import connection

    found = []

    def note(execute: Any, *given: Any) -> Any:
        found.append(given[0])
        return execute(*given)

    with connection.execute_wrapper(note):
        work()
    return len(found)


def _recomputing(connection: psycopg.Connection) -> tuple[Line, list[Line]]:
    """The year of each school, from emptied averages, beside COPY of the same rows in the same minute."""
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.gradebook.api import recompute

    sql = """SELECT DISTINCT c.school_id FROM enrolment_schoolclass c
    JOIN gradebook_result r ON r.school_class_id = c.id WHERE c.year = %s AND c.grade >= 6 ORDER BY 1"""
    schools = [school for (school,) in connection.execute(sql, [cast.YEAR])]
    rows, ours, copy = 0, 0.0, 0.0
    for school in schools:
        _empty(connection, school)

        def again(school: int = school) -> None:
            with acting(Scope("staff", frozenset({school}))):
                recompute(school, cast.YEAR)

        ours += spent(again)[0]
        with clocked() as clock:
            rows += copied(connection, school)
        copy += clock[0]
    head = ["tính lại cả năm, từ điểm đến lên lớp", "dòng", "giây", "dòng mỗi giây", "gấp COPY"]
    lines = [
        ["COPY ra và vào", str(rows), number(copy), f"{rows / copy:.0f}", number(1)],
        [f"{len(schools)} trường, lần lượt", str(rows), number(ours), f"{rows / ours:.0f}", number(ours / copy)],
    ]
    return head, lines


def _empty(connection: psycopg.Connection, school: int) -> None:
    connection.execute("UPDATE gradebook_markrow SET average = NULL WHERE school_id = %s", [school])
    connection.execute("UPDATE gradebook_result SET academic = '', outcome = '' WHERE school_id = %s", [school])
    connection.commit()


def copied(connection: psycopg.Connection, school: int) -> int:
    """Read and write back; how many rows. Nothing stays."""
    rows = 0
    for table, select in _ROWS.items():
        connection.execute(f"CREATE TABLE bench_{table} (LIKE {table})")
        cursor = connection.cursor()
        with cursor.copy(f"COPY ({select.format(year=cast.YEAR, school=school)}) TO STDOUT") as out:
            content = b"".join(out)
        with cursor.copy(f"COPY bench_{table} FROM STDIN") as into:
            into.write(content)
        rows += cursor.rowcount
    connection.rollback()
    return rows


def spent(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of wall time, and of processor time here and in PostgreSQL."""
    from django.db import connection

    connection.ensure_connection()
    process = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    before, own = int(process.read_text().split()[0]), time.process_time()
    with clocked() as clock:
        work()
    return clock[0], time.process_time() - own + (int(process.read_text().split()[0]) - before) / 1e9


@contextmanager
def clocked() -> Iterator[list[float]]:
    found: list[float] = []
    start = time.perf_counter()
    yield found
    found.append(time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
