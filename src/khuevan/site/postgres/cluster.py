"""One embedded PostgreSQL cluster: create, start, attach, recover, stop.

Callers hold the cluster's lock (:mod:`khuevan.site.postgres.service`); nothing here locks.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres import state
from khuevan.site.postgres.archive import place_of
from khuevan.site.postgres.binaries import programs
from khuevan.site.postgres.conf import configuration
from khuevan.site.postgres.connections import SOCKETS
from khuevan.site.postgres.paths import Account, is_full, make_data_dir, server_account

Completed = subprocess.CompletedProcess[str]
START_SECONDS = 120
ORPHAN_SECONDS = 30
INITDB = (
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
)


@dataclass(frozen=True)
class Cluster:
    """The cluster kept in ``<data>/postgres``."""

    data: Path

    @property
    def directory(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.data / "postgres"

    def postmaster(self) -> int | None:
        """Process id of the running server, or None. A recycled id does not deceive it."""
        try:
            pid = int((self.directory / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if _serves(pid, self.directory) else None

    def start(self) -> bool:
        """Start the server unless it runs; True where it was started. Creates the cluster when missing.

        A port that somebody else has taken is given up for another one.
        """
        if self.postmaster():
            return False
        if not self._exists():
            self._create()
        self._clear_stale_pid()
        for _ in range(3):
            if not state.is_port_free(state.load(self.data).port):
                state.move_port(self.data)
            if self._launch():
                return True
            if state.is_port_free(state.load(self.data).port):
                break
        raise self._no_start()

    def start_again(self) -> bool:
        """Start the server where it has died under programs that use it: they know its port, so that one stays."""
        if self.postmaster():
            return False
        if not self._exists():
            raise DomainError(
                f"Không còn thấy cơ sở dữ liệu trong {self.directory}.",
                hint="Hãy kiểm tra ổ đĩa của thư mục này đã được gắn chưa.",
                code="data_missing",
            )
        self._clear_stale_pid()
        if self._launch():
            return True
        raise self._no_start()

    def _exists(self) -> bool:
        return (self.directory / "PG_VERSION").exists()

    def _launch(self) -> bool:
        self._make_socket_place()
        self._write_configuration(state.load(self.data).port)
        report = self._run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(self._startup_log))
        return report.returncode == 0

    def _no_start(self) -> DomainError:
        if is_full(self.directory):
            return DomainError(
                f"PostgreSQL không khởi động được: ổ đĩa của {self.data} đã hết chỗ.",
                hint="Hãy giải phóng ít nhất 1 GB trên ổ đĩa này; dữ liệu đã lưu vẫn nguyên vẹn.",
                code="disk_full",
            )
        return DomainError(
            f"PostgreSQL không khởi động được. {self.last_words()}",
            hint=f"Xem nhật ký trong {self.directory}/log, kiểm tra dung lượng đĩa, chạy khuevan doctor.",
            code="no_start",
        )

    def stop(self) -> None:
        """Stop the server (fast: open transactions are rolled back). Does nothing where none runs."""
        if self.postmaster() is None:
            return
        report = self._run("pg_ctl", "stop", "-w", "-m", "fast", "-t", "60")
        if report.returncode and self.postmaster():
            raise DomainError(f"PostgreSQL không dừng được: {report.stdout.strip()}", code="no_stop")

    def reload(self) -> None:
        """Let a running server read its settings anew."""
        self._write_configuration(state.load(self.data).port)
        self._run("pg_ctl", "reload")

    @property
    def _startup_log(self) -> Path:
        return self.directory / "startup.log"

    def _account(self) -> Account | None:
        return server_account(self.directory)

    def _create(self) -> None:
        """initdb into a draft that is renamed when complete: an interruption leaves nothing half done."""
        make_data_dir(self.data)
        account = self._account()
        if account and not account.may_enter(self.data):
            raise DomainError(
                f"Tài khoản {account.name} (PostgreSQL không chạy bằng root) không đi qua được {self.data}.",
                hint="Hãy đặt KHUEVAN_DATA tới thư mục mà tài khoản đó đi qua được, như /var/lib/khuevan.",
                code="data_unreachable",
            )
        draft = self.data / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._own(draft)
        with self._password_file() as password:
            report = self._run("initdb", *INITDB, f"--pwfile={password}", directory=draft)
        if report.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise DomainError(
                f"Không tạo được cụm cơ sở dữ liệu: {report.stdout.strip()[-500:]}",
                hint=f"Kiểm tra dung lượng đĩa và quyền ghi của {self.data}.",
                code="no_initdb",
            )
        draft.rename(self.directory)

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        path = self.data / "initdb.secret"
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(state.load(self.data).admin)
        self._own(path)
        try:
            yield path
        finally:
            path.unlink()

    def own_all(self, *places: Path) -> None:
        """Give directories with everything in them to the server's account."""
        for place in places:
            for path in (place, *place.rglob("*")):
                self._own(path)

    def _own(self, path: Path) -> None:
        if account := self._account():
            os.chown(path, account.uid, account.gid)

    def _write_configuration(self, port: int) -> None:
        """Write it anew where it differs, aside and then in place: on a full disk the old one stays."""
        path, text = self.directory / "postgresql.conf", configuration(port, place_of(self.data))
        if path.exists() and path.read_text() == text:
            return
        draft = path.with_suffix(".new")
        draft.write_text(text)
        self._own(draft)
        draft.replace(path)

    def _make_socket_place(self) -> None:
        """An empty directory: what a dead server left in it would stop the next one as its pid file would."""
        place = self.data / SOCKETS
        place.mkdir(mode=0o700, exist_ok=True)
        self._own(place)
        for path in place.iterdir():
            path.unlink()

    def _clear_stale_pid(self) -> None:
        """Remove the pid file of a dead server, once its last child has gone.

        PostgreSQL does so too, but not where another process of the same user has got the old id.
        """
        deadline = time.monotonic() + ORPHAN_SECONDS
        while self._has_orphans() and time.monotonic() < deadline:
            time.sleep(0.1)
        if self._has_orphans():
            raise DomainError(
                f"Tiến trình PostgreSQL cũ trên {self.directory} chưa kết thúc.",
                hint="Hãy đợi một phút rồi chạy lại.",
                code="orphans",
            )
        (self.directory / "postmaster.pid").unlink(missing_ok=True)

    def _has_orphans(self) -> bool:
        return any(_serves(pid, self.directory) for pid in psutil.pids())

    def last_words(self) -> str:
        """What the server said last before its own log began."""
        try:
            return self._startup_log.read_text(errors="replace")[-600:].strip()
        except OSError:
            return ""

    def _run(self, program: str, *arguments: str, directory: Path | None = None) -> Completed:
        """Run one of PostgreSQL's programs on the cluster as the server's account."""
        account = self._account()
        switch: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            [programs(self.data, account) / program, "-D", directory or self.directory, *arguments],
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C in the terminal is for us to handle, not for pg_ctl half-way.
            start_new_session=True,
            check=False,
            **switch,
        )


def _serves(pid: int, directory: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return bool(process.name() == "postgres" and process.cwd() == str(directory.resolve()))
    except psutil.Error:
        return False
