"""The programs that make up a running installation."""

import argparse
import http.client
import os
import resource
import sys
import time
from collections.abc import Callable

import psycopg

from khuevan.kernel.errors import Conflict, DomainError
from khuevan.site import postgres
from khuevan.site.cli.children import Child, end, ignore_signals, watch
from khuevan.site.cli.upkeep import Upkeep
from khuevan.site.postgres.state import is_port_free

START_SECONDS = 90
BACKLOG, CONNECTIONS = 4096, 8192
"""Connections that wait to be taken, and those that one worker holds. Browsers keep theirs open after an answer: with
granian's own choice, a few hundred, the rest of a crowd waits until those who have been served go away."""
_OTHER_FILES = 200
EVENTS = "events"
"""The queue of announcements, as ``registry/audit`` calls it."""


def web(port: int, host: str = "127.0.0.1", workers: int = 2) -> Child:
    """The web server. WSGI with one thread per worker: the fastest for pages that ask the database."""
    if not is_port_free(port):
        raise Conflict(
            f"Cổng {port} đang được một chương trình khác dùng.",
            hint=f"Chọn cổng khác, ví dụ: PORT={port + 1} make demo",
            code="port_taken",
        )
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "1",
        "--backlog": str(BACKLOG),
        "--backpressure": str(_connections()),
        "--workers-max-rss": "1024",
        "--workers-kill-timeout": "10",
        "--log-level": "error",
    }
    flags = ["--respawn-failed-workers", "--no-ws"]
    arguments = [part for pair in options.items() for part in pair]
    command = [sys.executable, "-m", "granian", *arguments, *flags]
    return Child("Máy chủ web", [*command, "khuevan.site.wsgi:application"])


def _connections() -> int:
    """As many connections as this process and its children may have open, at most ``CONNECTIONS``."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - _OTHER_FILES, _OTHER_FILES)
    return CONNECTIONS


def jobs(concurrency: int = 2) -> list[Child]:
    """The workers: one for the long jobs and all others, and one that only hands out what was announced, so that a
    figure never waits for a batch of signatures. What went well leaves no job behind: there are millions a year."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--delete-jobs=successful"]
    events = Child("Tiến trình báo tin", [*command, f"--queues={EVENTS}", "--concurrency=1"])
    return [Child("Tiến trình nền", [*command, f"--concurrency={concurrency}"]), events]


def keep_running(children: list[Child], when_started: Callable[[], None] = lambda: None) -> int:
    """Run ``children`` and the database until a signal; stop them in order. The exit code.

    The others begin after ``when_started``: a page is up sooner when nothing else loads beside it.
    """
    failed, (first, *others) = None, children
    try:
        first.start()
        when_started()
        for child in others:
            child.start()
        upkeep = Upkeep()
        failed = watch(children, every_second=upkeep.revive, may_start=upkeep.has_database)
    except KeyboardInterrupt:
        print("\nĐang dừng…", flush=True)
    finally:
        ignore_signals()
        end(children)
    if failed:
        raise DomainError(
            f"{failed.name} không chạy được.",
            hint="Xem thông báo ở trên, rồi chạy khuevan doctor.",
            code="no_start",
        )
    return 0


def require_tables() -> None:
    """Refuse to run on a database that has been made and never filled."""
    with psycopg.connect(
        postgres.connection_url("app", os.environ.get("KHUEVAN_DB_NAME", "")), connect_timeout=10
    ) as connection:
        found = connection.execute("SELECT to_regclass('public.accounts_user')").fetchone()
    if not (found and found[0]):
        raise Conflict(
            "Cơ sở dữ liệu này chưa có bảng nào của Khuê Văn.",
            hint="Hãy chạy khuevan migrate trước, hoặc make demo để dùng thử.",
            code="no_tables",
        )


def wait_for_answer(port: int) -> None:
    """Wait until the web server answers a request without an error of its own."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < 500:
                return
            raise DomainError("Trang chủ báo lỗi.", hint="Xem thông báo ở trên, rồi chạy khuevan doctor.")
        except OSError as error:
            if time.monotonic() > deadline:
                raise DomainError("Máy chủ web không trả lời.", hint="Chạy khuevan doctor.") from error
        finally:
            connection.close()
        time.sleep(0.2)


def add_port(parser: argparse.ArgumentParser) -> None:
    """--port, with ``PORT`` from the environment as its default."""
    default = os.environ.get("PORT") or "8000"
    parser.add_argument("--port", type=_port, default=default, help="cổng (mặc định: PORT hoặc 8000)")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số cổng; dùng một số từ 1 đến 65535")
    return int(text)
