"""PostgreSQL's recovery of a base with its journal (PostgreSQL 18 manual, 25.3), out of reach of everybody else."""

import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.site.postgres import state
from khuevan.site.postgres.cluster import Cluster

RECOVER_SECONDS = 3600
UNREACHED = "recovery ended before configured recovery target was reached"
SET = (
    "archive_mode = 'off'",
    "hot_standby = 'on'",
    "recovery_target_action = 'promote'",
    "listen_addresses = ''",
)


@dataclass(frozen=True)
class Target:
    """How far: to a moment, to a named restore point, or (neither) to the end of the journal."""

    at: datetime | None = None
    point: str = ""

    def settings(self) -> list[str]:
        """The lines for PostgreSQL."""
        if self.at:
            return [f"recovery_target_time = '{self.at.isoformat(sep=' ')}'"]
        return [f"recovery_target_name = '{self.point}'"] if self.point else []


def recover(data: Path, directory: Path, target: Target) -> None:
    """Unpack a set into ``<data>/postgres`` and recover; the roles' passwords become those of this installation.

    Raises ``NotFound`` where the journal ends before the target.
    """
    cluster = Cluster(data)
    draft = data / "postgres"
    draft.mkdir(mode=0o700)
    _unpack(directory / "base.tar.gz", draft)
    _unpack(directory / "pg_wal.tar.gz", draft / "pg_wal")
    shutil.rmtree(draft / "log", ignore_errors=True)
    with _private_directory() as private:
        usual = (draft / "postgresql.auto.conf").read_text()
        (draft / "postgresql.auto.conf").write_text("\n".join([usual, *_settings(data, private, target), ""]))
        (draft / "recovery.signal").touch()
        (private / "hba").write_text("local all all trust\n")
        cluster.own_all(draft, private, data / "postgres.wal")
        try:
            _start(cluster)
            _wait(cluster, private, state.load(data))
        except DomainError as error:
            raise _reason(cluster, error, target) from error
        finally:
            cluster.stop()
        (draft / "postgresql.auto.conf").write_text(usual)
    cluster.own_all(draft)


def _settings(data: Path, private: Path, target: Target) -> list[str]:
    piece = f'"{data}/postgres.wal/%f.gz"'
    return [
        f"restore_command = 'test -e {piece} && gzip -dc {piece} > \"%p\"'",
        f"unix_socket_directories = '{private}'",
        f"hba_file = '{private}/hba'",
        *SET,
        *target.settings(),
    ]


def _unpack(archive: Path, target: Path) -> None:
    target.mkdir(exist_ok=True, mode=0o700)
    with tarfile.open(archive, "r:gz") as file:
        file.extractall(target, filter="data")
    for path in target.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


@contextmanager
def _private_directory() -> Iterator[Path]:
    """A directory for the socket, which only the server's account and root may enter; its path is short."""
    path = Path(tempfile.mkdtemp(prefix="kv-", dir="/tmp"))
    try:
        yield path
    finally:
        shutil.rmtree(path)


def _start(cluster: Cluster) -> None:
    """A long recovery outlasts the patience of pg_ctl; as long as the server lives, it is waited for."""
    try:
        cluster.start()
    except DomainError:
        if not cluster.postmaster():
            raise


def _wait(cluster: Cluster, private: Path, known: state.State) -> None:
    """Wait for the end of recovery, then set the administrator's password."""
    login = f"host={private} port={known.port} user=postgres dbname=postgres"
    deadline = time.monotonic() + RECOVER_SECONDS
    while cluster.postmaster() and time.monotonic() < deadline:
        try:
            with psycopg.connect(login, autocommit=True, connect_timeout=5) as connection:
                row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
                if row and row[0] is False:
                    secret = connection.pgconn.encrypt_password(known.admin.encode(), b"postgres", b"scram-sha-256")
                    connection.execute(sql.SQL("ALTER ROLE postgres PASSWORD {}").format(sql.Literal(secret.decode())))
                    return
        except psycopg.OperationalError:
            pass
        time.sleep(0.2)
    raise DomainError("PostgreSQL dừng trước khi khôi phục xong.", code="no_recovery")


def _reason(cluster: Cluster, error: DomainError, target: Target) -> DomainError:
    """Why the server gave up, from its own log."""
    said = [
        path.read_text(errors="replace") for path in sorted((cluster.directory / "log").glob("*"), key=os.path.getmtime)
    ]
    said += [cluster.last_words()]
    if any(UNREACHED in text for text in said[-2:]):
        until = f"{target.at:%d/%m/%Y %H:%M:%S}" if target.at else target.point
        return NotFound(
            f"Nhật ký giao dịch trong bản sao lưu kết thúc trước {until}.",
            hint="Chọn thời điểm sớm hơn, hoặc bỏ --at để khôi phục tới lần ghi cuối cùng.",
        )
    fatal = [line for text in said[-2:] for line in text.splitlines() if "FATAL" in line or "PANIC" in line]
    return DomainError(f"{error.message} {fatal[-1] if fatal else ''}".strip(), hint=error.hint, code="no_recovery")
