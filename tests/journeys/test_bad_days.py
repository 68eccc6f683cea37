"""Bad days of a running installation: its database is killed, its disk is full. Nothing confirmed is lost.

The web server, the worker, their database and their disk are this module's own, so that nobody else is harmed.
"""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import psutil
import psycopg
import pytest

from khuevan.site import postgres
from khuevan.site.postgres.cluster import Cluster
from tests.bench.sessions import Session
from tests.journeys.disks import MOUNTS, full, needs_a_small_disk, small_disk
from tests.journeys.played import Played
from tests.journeys.saving import savers
from tests.journeys.stack import installation

pytestmark = pytest.mark.xdist_group("bad days")
PATIENCE = 400  # a job that dies with its worker is taken up again after two minutes, what it announced after five
AWAY, FULL = "Cơ sở dữ liệu tạm thời không trả lời.", "Máy chủ đã hết chỗ trên ổ đĩa"
CHAINS = """
import django; django.setup()
from khuevan.registry.audit.api import broken_links
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Unit
for school in Unit.objects.filter(kind="school").values_list("pk", flat=True):
    with acting(Scope("staff", frozenset({school}))):
        print(*broken_links(school), end="")
"""
ORDER = """
import django; django.setup()
from procrastinate.contrib.django import app
app.configure_task("gradebook.forget_submissions").defer(timestamp=0)
"""
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'gradebook.forget_submissions'"
OPEN = "SELECT count(*) FROM audit_announcement WHERE handled_at IS NULL"
MARKS = """
import django; django.setup()
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Unit
from khuevan.school.gradebook.queries.witness import changed_past_the_ledger
for school in Unit.objects.filter(kind="school").values_list("pk", flat=True):
    with acting(Scope("staff", frozenset({school}))):
        print(*changed_past_the_ledger(school), end="")
"""
FIGURES = """
import django; django.setup()
from django.db import transaction
from khuevan.insight.statistics.api import rebuild
with transaction.atomic():
    print(rebuild())
"""
SERVED = """
import pathlib, sys
from khuevan.site.postgres import running
from khuevan.site.province.for_tests import main
from tests.databases import fill_from
with running():
    fill_from(pathlib.Path(sys.argv.pop()))
    main()
"""


@pytest.fixture(scope="module")
def product(migrated_tables):
    """An installation with a tiny province, running; on a small disk where the tests may make one."""
    with installation(DATABASE_URL="") as stack, disk_at(stack):
        stack.run("-c", SERVED, str(migrated_tables), role="owner")
        stack.start()
        yield stack


@contextmanager
def disk_at(stack):
    if not MOUNTS:
        yield
        return
    with small_disk(stack.data, "500m"):
        try:
            yield
        finally:
            stack.stop()


@pytest.fixture
def lan(product):
    return Session(product.port, "co-lan")


@pytest.fixture
def admin(product, monkeypatch):
    """Connect to the installation's database as its administrator."""
    monkeypatch.setenv("KHUEVAN_DATA", str(product.data))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda: psycopg.connect(postgres.connection_url("admin"), autocommit=True)


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@contextmanager
def unattended(stack):
    """Within the block nobody starts again what dies."""
    keepers = [program.pid for program in stack.programs.values()]
    for pid in keepers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in keepers:
            os.kill(pid, signal.SIGCONT)


def assert_whole(product, admin, found):
    """Marks and ledger agree, no chain is broken, nothing but the known refusals was answered."""
    with admin() as connection:
        for one in found:
            one.check(connection)
    assert product.run("-c", CHAINS) == ""
    assert "Traceback" not in product.log("web").read_text()


def test_a_killed_database_loses_nothing_that_was_confirmed(product, admin, lan):
    found, until = savers(lan, 4), threading.Event()
    threads = [threading.Thread(target=one.keep_saving, args=(until,)) for one in found]
    for thread in threads:
        thread.start()
    wait_until(lambda: all(len(one.confirmed) > 2 for one in found))
    with unattended(product):
        os.kill(Cluster(product.data).postmaster(), signal.SIGKILL)
        wait_until(lambda: all(one.refusals for one in found))
        status, page = lan.ask("GET", "/")
        assert (status, AWAY in page, "chờ một phút" in page) == (503, True, True)
    known = [len(one.confirmed) for one in found]
    wait_until(lambda: all(len(one.confirmed) > before for one, before in zip(found, known, strict=True)))
    until.set()
    for thread in threads:
        thread.join()
    said = {(status, answer["message"], answer["code"]) for one in found for status, answer in one.refusals}
    assert said == {(503, AWAY, "unavailable")}
    assert_whole(product, admin, found)


def test_killed_web_servers_lose_nothing_that_was_confirmed(product, admin, lan):
    found, until = savers(lan, 4), threading.Event()
    threads = [threading.Thread(target=keep_calling, args=(one, until)) for one in found]
    for thread in threads:
        thread.start()
    for least in (3, 6):
        wait_until(lambda least=least: all(len(one.confirmed) >= least for one in found))
        for server in psutil.Process(product.programs["web"].pid).children(recursive=True):
            if "granian" in server.name() or "granian" in " ".join(server.cmdline()):
                server.kill()
    known = [len(one.confirmed) for one in found]
    wait_until(lambda: all(len(one.confirmed) > before for one, before in zip(found, known, strict=True)))
    until.set()
    for thread in threads:
        thread.join()
    assert_whole(product, admin, found)


def test_a_played_year_loses_nothing_whoever_is_killed(product, admin, tmp_path):
    """Worker, web servers and database in turn, while teachers and leaders work on."""
    days = ("--from", "2026-01-19", "--to", "2026-05-30", "--speed", "0", "--teachers", "8", "--seed", "5")
    product.launch("play", "play", *days, "--url", product.url, "--log", str(tmp_path / "said"))
    played = Played(tmp_path / "said")
    for kill in (kill_worker, kill_web_servers, kill_database):
        played.goes_on(wait_until)
        kill(product)
    played.goes_on(wait_until)
    os.killpg(product.programs["play"].pid, signal.SIGINT)
    assert product.programs.pop("play").wait(PATIENCE) == 130
    assert "Đã dừng. Chạy lại cùng lệnh để chơi tiếp" in product.log("play").read_text()
    with admin() as connection:
        wait_until(lambda: connection.execute(OPEN).fetchone() == (0,))
        played.check(connection)
    assert product.run("-c", CHAINS) == ""
    assert product.run("-c", MARKS) == ""
    assert product.run("-c", FIGURES, role="owner").strip() == "0"
    assert "Traceback" not in product.log("web").read_text()


def kill_worker(product):
    for one in psutil.Process(product.programs["worker"].pid).children():
        one.kill()


def kill_web_servers(product):
    for one in psutil.Process(product.programs["web"].pid).children(recursive=True):
        if "granian" in " ".join(one.cmdline()):
            one.kill()


def kill_database(product):
    os.kill(Cluster(product.data).postmaster(), signal.SIGKILL)


def keep_calling(saver, until):
    """Save until told to stop, whoever hangs up."""
    while not until.is_set():
        try:
            saver.save()
        except (OSError, http.client.HTTPException):
            until.wait(0.1)


def test_the_worker_comes_back_too(product, admin):
    with admin() as connection:
        product.run("-c", ORDER)
        wait_until(lambda: connection.execute(LEFT).fetchone() == (0,))  # what went well is not kept


def is_told(report):
    """Whether the doctor says that the disk is full, and what to do."""
    return "Giải phóng ít nhất 1 GB" in report and "đã hết chỗ" in report


@needs_a_small_disk
def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(product, admin, lan):
    found = savers(lan, 3)
    with full(product.data):
        for one in found:
            wait_until(lambda one=one: one.save("x" * 450) == 507)
        with pytest.raises(psycopg.OperationalError):
            stop_for_want_of_room(admin)
        wait_until(lambda: has_said(lan, 507, FULL))
        wait_until(lambda: is_told(doctor(product)))  # between two tries to start it says so in other words
    for one in found:
        wait_until(lambda one=one: one.save() == 200)
    said = {(status, answer["code"]) for one in found for status, answer in one.refusals}
    assert said <= {(507, "disk_full"), (503, "unavailable")}
    assert_whole(product, admin, found)
    test_the_worker_comes_back_too(product, admin)


def stop_for_want_of_room(admin):
    """Let the journal need its next piece: the server stops where it finds no room for that."""
    with admin() as connection:
        for _ in range(100):
            connection.execute("SELECT pg_logical_emit_message(false, 'day', 'bad')")
            connection.execute("SELECT pg_switch_wal()")


def has_said(session, status, words):
    """Whether the first page answers so."""
    answer = session.ask("GET", "/")
    return answer[0] == status and words in answer[1]


def doctor(product):
    """What ``khuevan doctor`` says, words joined across the lines of its table."""
    command = [sys.executable, "-m", "khuevan.site.cli", "doctor"]
    done = subprocess.run(command, env=product.env(), capture_output=True, text=True, timeout=3 * PATIENCE)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    return " ".join(done.stdout.split())
