"""Prove that the newest backup restores: recover it aside, compare every count, check the ledger, remove it again."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from khuevan.site.backup import manifest
from khuevan.site.backup.manifest import Manifest
from khuevan.site.backup.restoring import Restored, restore
from khuevan.site.postgres.cluster import Cluster

PUBLIC_LOG = Path("keys") / "log.key"


@dataclass(frozen=True)
class Proof:
    """What a drill found; ``problems`` is empty where the backup is proven."""

    name: str
    rows: int
    tables: int
    files: int
    problems: tuple[str, ...]


def drill(place: Path, name: str = "", aside: Path = Path("/var/tmp")) -> Proof:  # noqa: S108 - a name of its own in it
    """Restore a set (the newest) into a directory of its own under ``aside`` and look at what came back."""
    directory = place / "base" / name if name else manifest.newest(place)
    data = Path(tempfile.mkdtemp(prefix="khuevan-drill-", dir=aside))
    data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        restored = restore(place, data, name=directory.name, to_point=True)
        found = _looked_at(data)
    except DomainError as error:
        return Proof(directory.name, 0, 0, 0, (str(error),))
    finally:
        Cluster(data).stop()
        shutil.rmtree(data)
    return _compared(restored, found["counts"], tuple(found["problems"]))


def _looked_at(data: Path) -> dict[str, dict[str, int]]:
    """Counts and what the ledger's check says, asked by a process of its own that knows only the restored data."""
    log_key = postgres.data_dir() / PUBLIC_LOG
    if log_key.exists():  # published days can be checked only against the log's own key
        (data / PUBLIC_LOG.parent).mkdir(mode=0o700)
        shutil.copy2(log_key, data / PUBLIC_LOG)
    mine = ("DATABASE_URL", "KHUEVAN_DB_NAME", "KHUEVAN_DB_ROLE", "KHUEVAN_APP_PASSWORD", "KHUEVAN_OWNER_PASSWORD")
    environment = {key: value for key, value in os.environ.items() if key not in mine}
    done = subprocess.run(
        [sys.executable, "-m", "khuevan.site.backup.look"],
        env=environment | {"KHUEVAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "khuevan.site.settings"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["không rõ"])[-1]
        raise DomainError(f"Không đọc được cơ sở dữ liệu vừa khôi phục: {last}", hint="Chạy khuevan doctor.")
    return dict(json.loads(done.stdout))


def _compared(restored: Restored, found: dict[str, int], problems: tuple[str, ...]) -> Proof:
    wanted: Manifest = restored.manifest
    off = [
        f"bảng {table}: {found.get(table, 0)} dòng thay vì {low}" + (f"–{high}" if high != low else "")
        for table, (low, high) in bounds(wanted).items()
        if not low <= found.get(table, -1) <= high
    ]
    return Proof(wanted.name, sum(found.values()), len(found), restored.files, (*off, *problems))


def bounds(wanted: Manifest) -> dict[str, tuple[int, int]]:
    """Fewest and most rows that a table may have: it was counted before and after the restore point."""
    return {
        table: (min(count, wanted.after.get(table, count)), max(count, wanted.after.get(table, count)))
        for table, count in wanted.before.items()
    }
