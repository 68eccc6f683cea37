"""Where the server puts its journal (WAL), piece by piece, so that a backup reaches any moment since it was made."""

import json
import os
import re
from pathlib import Path

from khuevan.kernel.errors import Invalid
from khuevan.site.postgres.paths import server_account

NOTE = "backup.json"
PLAIN = re.compile(r"/[\w./ -]+")
ARCHIVE_SECONDS = 60


def place_of(data: Path) -> Path | None:
    """The directory of backups that this installation keeps, or None before the first one."""
    try:
        return Path(json.loads((data / NOTE).read_text())["place"])
    except (OSError, ValueError, KeyError):
        return None


def remember_place(data: Path, place: Path) -> None:
    """Keep the directory of backups in mind; the server's journal goes there from its next reading of its settings."""
    draft = (data / NOTE).with_suffix(".new")
    draft.write_text(json.dumps({"place": str(place)}))
    draft.chmod(0o600)
    draft.replace(data / NOTE)


def require_plain(place: Path) -> Path:
    """The absolute path. Raises ``Invalid`` where a shell would read more than a name in it."""
    whole = place.expanduser().absolute()
    if not PLAIN.fullmatch(str(whole)):
        raise Invalid(
            f"Đường dẫn {whole} có kí tự lạ.", hint="Chọn thư mục mà tên chỉ gồm chữ, số, dấu cách và các dấu . _ -"
        )
    return whole


def make_journal(data: Path, place: Path) -> Path:
    """The directory of the journal's pieces, which belongs to the account that the server runs as."""
    journal = place / "wal"
    if not place.exists():
        place.mkdir(parents=True)
        place.chmod(0o711 if os.geteuid() == 0 else 0o700)
    journal.mkdir(mode=0o700, exist_ok=True)
    account = server_account(data / "postgres")
    if account and not account.may_enter(place):
        raise Invalid(
            f"Tài khoản {account.name} (PostgreSQL không chạy bằng root) không đi qua được {place}.",
            hint="Chọn thư mục mà tài khoản đó đi qua được, như /var/backups/khuevan, hoặc chmod o+x các thư mục cha.",
            code="place_unreachable",
        )
    if account:
        os.chown(journal, account.uid, account.gid)
    return journal


def archive_settings(place: Path | None) -> dict[str, str | int]:
    """The server's settings; without a place the pieces are let go.

    A piece is written aside, flushed and renamed; one that is there already must be the same.
    """
    if place is None:
        return {"archive_mode": "on", "archive_command": "true", "archive_timeout": 0}
    kept, draft = f'"{place}/wal/%f.gz"', f'"{place}/wal/.%f.new"'
    write = f'gzip -1 -c "%p" > {draft} && sync {draft} && mv {draft} {kept}'
    command = f'if test -e {kept}; then gzip -dc {kept} | cmp -s - "%p"; else {write}; fi'
    return {"archive_mode": "on", "archive_command": command, "archive_timeout": ARCHIVE_SECONDS}
