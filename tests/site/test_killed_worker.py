"""A worker that is killed in the middle loses no job, and no job has its effect twice."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from khuevan.site.postgres import connection_url

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
PATIENCE = 120
EVENTS = 30


@pytest.fixture
def run(committed_database):
    """Start a program on the database; it is killed at the end."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "khuevan.site.settings",
        "KHUEVAN_DB_NAME": committed_database,
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
    }
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "tests.site.working", *arguments]
        started.append(subprocess.Popen(command, env=environment, cwd=ROOT))
        return started[-1]

    yield start
    for program in started:
        program.kill()
        program.wait()


@pytest.fixture
def ask(committed_database):
    with psycopg.connect(connection_url("admin", committed_database), autocommit=True) as connection:
        connection.execute("CREATE TABLE effect (number int); GRANT ALL ON effect TO khuevan_app")
        yield lambda statement: connection.execute(statement).fetchall()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def count(ask, condition="true", table="effect"):
    return ask(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0]


def is_stopped_at_work(worker, ask):
    """Hold the worker where it is; let it go on where it was between two jobs."""
    os.kill(worker.pid, signal.SIGSTOP)
    if count(ask, "status = 'doing'", "procrastinate_jobs"):
        return True
    os.kill(worker.pid, signal.SIGCONT)
    return False


def test_no_job_is_lost_and_none_has_its_effect_twice(run, ask):
    assert run("order", str(EVENTS)).wait() == 0
    for least in (3, 10):
        worker = run("work")
        wait_until(lambda least=least: count(ask) >= least)
        wait_until(lambda worker=worker: is_stopped_at_work(worker, ask))
        worker.kill()
        worker.wait()
        assert count(ask) < EVENTS
        assert run("pick-up").wait() == 0
        assert count(ask, "status = 'doing'", "procrastinate_jobs") == 0
    run("work")
    wait_until(lambda: count(ask, "handled_at IS NULL AND event LIKE '%Counted'", "audit_announcement") == 0)
    assert sorted(number for (number,) in ask("SELECT number FROM effect")) == list(range(EVENTS))


def test_a_job_that_kills_its_worker_is_given_up(run, ask):
    assert run("order", "1").wait() == 0
    ask("UPDATE procrastinate_jobs SET status = 'doing', attempts = 4 WHERE task_name = 'audit.hand_out' RETURNING id")
    assert run("pick-up").wait() == 0
    assert ask("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'audit.hand_out'") == [("failed",)]


def test_a_stalled_job_whose_like_is_queued_already_keeps_no_other_waiting(run, ask):
    assert run("order", "3").wait() == 0
    stalled, queued, other = [pk for (pk,) in ask("SELECT id FROM procrastinate_jobs ORDER BY id")]
    ask(f"UPDATE procrastinate_jobs SET status = 'doing' WHERE id IN ({stalled}, {other}) RETURNING id")
    ask(f"UPDATE procrastinate_jobs SET queueing_lock = 'once' WHERE id IN ({stalled}, {queued}) RETURNING id")
    assert run("pick-up").wait() == 0
    left = ask("SELECT id, status::text FROM procrastinate_jobs ORDER BY id")
    assert left == [(queued, "todo"), (other, "todo")]
