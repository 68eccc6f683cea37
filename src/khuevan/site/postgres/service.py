"""The embedded server as a service shared by processes: the last one that leaves stops it.

Every process that needs the server holds a shared file lock while it does; the kernel drops that lock
even after SIGKILL, so the count of users is never wrong. A second ``khuevan demo`` on the same data
therefore attaches to the running server, and either may end first. With ``DATABASE_URL`` there is
nothing to start or stop.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres.cluster import Cluster
from khuevan.site.postgres.connections import connection_url, is_external
from khuevan.site.postgres.locks import Presence, exclusive, is_deserted
from khuevan.site.postgres.paths import data_dir, make_data_dir
from khuevan.site.postgres.roles import ensure_roles

READY_SECONDS = 120
_presences: dict[Path, Presence] = {}


def ensure_running() -> bool:
    """Start the embedded server or attach to it, then make roles and database. True where it was started.

    The calling process counts as a user of the server until :func:`release` or its end.
    """
    started = False
    if not is_external():
        data = make_data_dir(data_dir())
        with exclusive(data / "postgres.lock"):
            started = Cluster(data).start()
            _wait_until_ready()
            if data not in _presences:
                _presences[data] = Presence(data / "postgres.users")
    ensure_roles()
    return started


def revive() -> bool:
    """Start the embedded server again where it has died under this process; True where this process started it.

    Raises ``DomainError`` while it cannot be started, as on a full disk.
    """
    data = data_dir()
    cluster = Cluster(data)
    if data not in _presences or cluster.postmaster():
        return False
    with exclusive(data / "postgres.lock"):
        started = cluster.start_again()
        _wait_until_ready()
    return started


def release() -> None:
    """Stop using the server; where nobody else uses it, stop it."""
    data = data_dir()
    if data not in _presences:
        return
    with exclusive(data / "postgres.lock"):
        _presences.pop(data).leave()
        if is_deserted(data / "postgres.users"):
            Cluster(data).stop()


def stop() -> None:
    """Stop the embedded server now, whoever uses it."""
    data = data_dir()
    if is_external() or not Cluster(data).directory.exists():
        return
    with exclusive(data / "postgres.lock"):
        if data in _presences:
            _presences.pop(data).leave()
        Cluster(data).stop()


@contextmanager
def running() -> Iterator[None]:
    """Have the server for the length of a ``with`` block."""
    ensure_running()
    try:
        yield
    finally:
        release()


def _wait_until_ready() -> None:
    """Wait through crash recovery that another process has begun."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            psycopg.connect(connection_url("admin", "postgres"), connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error) or time.monotonic() > deadline:
                raise DomainError(
                    f"PostgreSQL đang chạy nhưng không trả lời: {str(error).strip()}",
                    hint="Xem nhật ký trong thư mục dữ liệu, rồi chạy khuevan doctor.",
                    code="no_answer",
                ) from error
        time.sleep(0.2)
