"""Many transcripts from their first signature to the Sở's acceptance, by as many processes as there are cores:
``python -m tests.bench.signing --transcripts 1500 [--workers 2]``.

Classes are made ready as ``signing_crowd`` says, in a database of the run's own. Subject and homeroom teachers of
different classes sign at the same time; of a school one batch runs at a time, as in the product, so the seal of one
school is the work of one process. A run that is broken off goes on where it stood when it is started again with the
same number: what is done is in its database, and what it took in a journal beside it.
"""

import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# isort: split
from . import programs
from .database import SCHOOLS, _template, environment, owner
from .tables import Table, number

PROVINCE = 250_000
STEPS = ("giáo viên môn học", "giáo viên chủ nhiệm", "hiệu trưởng", "con dấu, PDF, phát hành", "gửi Sở", "Sở tiếp nhận")
BY_CLASS = STEPS[:2]
DONE = """SELECT count(*) FROM transcripts_version v JOIN approvals_case c ON c.id = v.case_id
JOIN transcripts_transcript t ON t.id = v.transcript_id JOIN bench_plan p ON p.class = t.school_class_id
WHERE c.state = ANY(%s)"""
"""How many of the plan are in some states."""
CHOSEN = """INSERT INTO bench_plan SELECT school_id, id FROM (
  SELECT c.school_id, c.id, coalesce(sum(count(e.id)) OVER before, 0) AS before, count(e.id) AS own
  FROM enrolment_schoolclass c JOIN enrolment_enrolment e ON e.school_class_id = c.id AND e.ends_on IS NULL
  WHERE c.school_id = %s AND c.year = %s
    AND NOT EXISTS (SELECT FROM transcripts_transcript t WHERE t.school_class_id = c.id)
  GROUP BY c.school_id, c.id WINDOW before AS (ORDER BY c.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) f
WHERE before < %s"""
"""Classes of a school in their order, until they have so many pupils."""
STATES = ("subject_signed", "homeroom_signed", "principal_signed", "issued", "submitted", "accepted")


@dataclass(frozen=True)
class Task:
    """A step of one school, or of one class of it."""

    step: str
    school: int
    classes: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.step} {self.school} {self.classes[0]} {len(self.classes)}"


def measure(transcripts: int, workers: int) -> Table:
    """Seconds of the clock and of processors for each step, for one transcript, and what follows for a province."""
    from khuevan.site import postgres

    with postgres.running(), _kept(transcripts) as (name, journal):
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(name,)) as pool:
            plan = pool.submit(_plan, transcripts).result()
            for step in STEPS:
                _run(pool, name, journal, [Task(step, *one) for one in _parts(plan, step)])
            count = pool.submit(_accepted).result()
        lines = [json.loads(line) for line in journal.read_text().splitlines()]
    return _table(lines, count, len(plan), workers)


def _table(lines: list[dict[str, Any]], count: int, schools: int, workers: int) -> Table:
    head = [
        f"{count} học bạ, {schools} trường, {workers} tiến trình",
        "giây",
        "CPU Python",
        "CPU CSDL",
        "ms một học bạ",
    ]
    rows: Table = [head]
    total = [0.0, 0.0, 0.0]
    for step in STEPS:
        own = [sum(line[what] for line in lines if line["step"] == step) for what in ("wall", "python", "server")]
        total = [one + other for one, other in zip(total, own, strict=True)]
        rows.append([step, *map(number, own), number(1000 * (own[1] + own[2]) / count)])
    each = (total[1] + total[2]) / count
    rows.append(["tất cả", *map(number, total), number(1000 * each)])
    hours = f"ước tính từ đó: tỉnh {PROVINCE} học sinh, giờ trên một nhân"
    return [*rows, [hours, number(each * PROVINCE / 3600), "", "", ""]]


def _run(pool: ProcessPoolExecutor, name: str, journal: Path, tasks: list[Task]) -> None:
    """The tasks of a step that the journal does not have; a line for each as it ends."""
    done = {json.loads(line)["task"] for line in journal.read_text().splitlines()}
    left = [task for task in tasks if task.name not in done]
    if not left:
        return
    wall, server = time.perf_counter(), _server()
    with journal.open("a") as out, _progress(name, left[0].step):
        for one in as_completed({pool.submit(_work, task): task for task in left}):
            task, python = one.result()
            now, spent = time.perf_counter(), _server()
            line = {"task": task, "step": left[0].step, "wall": now - wall, "python": python, "server": spent - server}
            wall, server = now, spent
            print(json.dumps(line), file=out, flush=True)


def _server() -> float:
    return programs.cpu_seconds(programs.database_server())


@contextmanager
def _progress(name: str, step: str) -> Iterator[None]:
    """A line that says how far a step is."""
    over, states = threading.Event(), list(STATES[STEPS.index(step) :])

    def tell() -> None:
        began = time.monotonic()
        with owner(name) as connection:
            while not over.wait(2):
                [found] = connection.execute(DONE, [states]).fetchone() or [0]
                connection.commit()
                print(f"\r  {step}: {found}, {time.monotonic() - began:.0f} s ", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)

    thread = threading.Thread(target=tell)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _kept(transcripts: int) -> Iterator[tuple[str, Path]]:
    """A database of its own and its journal; both stay where the run does not come to its end."""
    from khuevan.site import postgres
    from khuevan.site.postgres.locks import exclusive
    from tests.databases import admin

    with exclusive(postgres.data_dir() / f"bench-{SCHOOLS}.lock"):
        template = _template(SCHOOLS)
        name = f"{template}_n{transcripts}"
        journal = Path(os.environ["KHUEVAN_DATA"]) / f"{name}.jsonl"
        if not journal.exists() or not admin(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER khuevan_owner')
            journal.write_text("")
        yield name, journal
        admin(f'DROP DATABASE "{name}" WITH (FORCE)')
        journal.unlink()


def _begin(name: str) -> None:
    """A worker: the product on the database, as the owner, like the other measurements of signing."""
    os.environ.update(environment(name, KHUEVAN_DB_ROLE="owner"))
    import django

    django.setup()


def _plan(transcripts: int) -> dict[int, list[int]]:
    """By school the classes to sign; made by the first run, and kept as those that were made."""
    from django.db import connection

    from .signing_crowd import crowd

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_plan (school bigint, class bigint)")
        cursor.execute("SELECT count(*) FROM bench_plan")
        if cursor.fetchone() == (0,):
            for school, (year, wanted) in crowd(transcripts).items():
                cursor.execute(CHOSEN, [school, year, wanted])
        cursor.execute("SELECT school, class FROM bench_plan ORDER BY 1, 2")
        plan: dict[int, list[int]] = {}
        for school, one in cursor.fetchall():
            plan.setdefault(school, []).append(one)
    return plan


def _parts(plan: dict[int, list[int]], step: str) -> list[tuple[int, tuple[int, ...]]]:
    if step in BY_CLASS:
        return [(school, (one,)) for school, classes in plan.items() for one in classes]
    return [(school, tuple(classes)) for school, classes in plan.items()]


def _work(task: Task) -> tuple[str, float]:
    """Do it in this process; its name, and the processor's time that it took."""
    from .signing_steps import WORKS

    before = time.process_time()
    WORKS[STEPS.index(task.step)](task.school, task.classes)
    return task.name, time.process_time() - before


def _accepted() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(DONE, [["accepted"]])
        return int(cursor.fetchone()[0])
