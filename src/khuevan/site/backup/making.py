"""Make a backup while the installation runs; nobody waits for it."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, DomainError
from khuevan.site import postgres
from khuevan.site.backup import keys, manifest, stored_files
from khuevan.site.backup.counting import applied_migrations, counts
from khuevan.site.backup.journal import forget_before, piece_of_label
from khuevan.site.backup.manifest import FORMAT, Manifest
from khuevan.site.postgres.archive import make_journal, remember_place, require_plain
from khuevan.site.postgres.binaries import client_program
from khuevan.site.postgres.cluster import Cluster
from khuevan.site.postgres.connections import connection_parameters
from khuevan.site.postgres.locks import claim

ARCHIVED_SECONDS = 120


@dataclass(frozen=True)
class Made:
    """A finished set."""

    directory: Path
    manifest: Manifest


def make(place: Path, passphrase: str = "", keep: int = 7) -> Made:
    """One set in ``place``, of which the newest ``keep`` stay. The embedded server runs and this process uses it.

    Raises ``Conflict`` where another backup is under way, and ``DomainError`` where the server
    cannot write its journal.
    """
    data, place = postgres.data_dir(), require_plain(place)
    _require_archiving()
    with manifest.in_words(place):
        make_journal(data, place)
        return _alone(data, place, passphrase, keep)


def _alone(data: Path, place: Path, passphrase: str, keep: int) -> Made:
    with claim(place / "lock", str(os.getpid())) as free:
        if not free:
            raise Conflict("Một bản sao lưu khác đang được tạo ở đây.", hint="Đợi nó xong rồi chạy lại.")
        for draft in (place / "base").glob("*.new"):
            shutil.rmtree(draft)
        remember_place(data, place)
        Cluster(data).reload()
        made = _make(data, place, passphrase)
        _forget_old(place, keep)
    return made


def _make(data: Path, place: Path, passphrase: str) -> Made:
    begun = now()
    name = f"{begun:%Y%m%dT%H%M%S}"
    directory = place / "base" / name
    draft = directory.with_suffix(".new")
    draft.mkdir(parents=True, mode=0o700)
    _copy_cluster(draft)
    before = counts()
    point, last = _mark(name)
    after = counts()
    _wait_for_journal(place, last)
    names, size = stored_files.copy_new(data / "files", place / "files")
    (draft / "files.txt").write_text("\n".join(names))
    if passphrase:
        (draft / "keys.sealed").write_bytes(keys.pack(data, passphrase))
    made = Manifest(
        name=name,
        made=begun.isoformat(),
        finished=now().isoformat(),
        version=FORMAT,
        postgres=_server_version(),
        migrations=sha256_hex(applied_migrations()),
        first=piece_of_label(draft / "base.tar.gz"),
        point=point,
        parts={path.name: manifest.part(path) for path in sorted(draft.iterdir())},
        before=before,
        after=after,
        files=len(names),
        files_bytes=size,
        keys=keys.SEALED if passphrase else keys.LEFT_OUT,
    )
    manifest.write(draft, made)
    draft.rename(directory)
    return Made(directory, made)


def _copy_cluster(draft: Path) -> None:
    """The base with the journal that makes it consistent, checksums in PostgreSQL's own manifest."""
    login = connection_parameters("admin", "postgres")
    where = ["-h", login["host"], "-p", login["port"], "-U", login["user"], "--no-password"]
    form = ["--format=tar", "--gzip", "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256"]
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        [client_program("pg_basebackup"), "-D", draft, *form, *where],
        env={"LC_ALL": "C", "PATH": os.defpath, "PGPASSWORD": login["password"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DomainError(
            f"Không sao chép được cơ sở dữ liệu: {done.stderr.strip()[-400:]}",
            hint=f"Kiểm tra dung lượng đĩa và quyền ghi của {draft.parent}, rồi chạy khuevan doctor.",
            code="no_base",
        )


def _mark(name: str) -> tuple[str, str]:
    """Write a named restore point; its name, and the journal's piece that holds it."""
    point = f"khuevan {name}"
    with psycopg.connect(postgres.connection_url("admin", "postgres"), autocommit=True) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_create_restore_point(%s))", [point]).fetchone()
        connection.execute("SELECT pg_switch_wal()")
    return point, str(row[0]) if row else ""


def _wait_for_journal(place: Path, last: str) -> None:
    deadline = time.monotonic() + ARCHIVED_SECONDS
    while not (place / "wal" / f"{last}.gz").exists():
        if time.monotonic() > deadline:
            raise DomainError(
                f"Máy chủ chưa ghi được nhật ký giao dịch {last} vào {place / 'wal'}.",
                hint="Kiểm tra dung lượng và quyền ghi của thư mục này, xem nhật ký của PostgreSQL, rồi chạy lại.",
                code="no_journal",
            )
        time.sleep(0.1)


def _require_archiving() -> None:
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        row = connection.execute("SHOW archive_mode").fetchone()
    if row and row[0] == "off":
        raise Conflict(
            "Máy chủ cơ sở dữ liệu đang chạy từ trước khi có chức năng sao lưu.",
            hint="Dừng mọi chương trình khuevan rồi chạy lại một lần, sau đó sao lưu.",
            code="restart_first",
        )


def _server_version() -> int:
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        return connection.info.server_version


def _forget_old(place: Path, keep: int) -> None:
    """Remove sets beyond the newest ``keep``, and the journal that only they needed."""
    found = manifest.sets(place)
    for directory in found[: max(0, len(found) - keep)]:
        shutil.rmtree(directory)
    forget_before(place / "wal", manifest.read(manifest.sets(place)[0]).first)
