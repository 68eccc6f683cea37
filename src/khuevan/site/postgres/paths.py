"""Where the installation keeps its data, and as which system account the embedded server runs."""

import os
import pwd
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from khuevan.kernel.errors import DomainError

CANDIDATES = ("khuevan", "postgres", "nobody")
# The server writes its journal in pieces of 16 MB and stops where it finds no room for the next one.
LITTLE_ROOM = 32_000_000


def data_dir() -> Path:
    """The data directory: ``KHUEVAN_DATA``, else the place that the platform has for it.

    The superuser gets ``/var/lib/khuevan``: PostgreSQL refuses to run as root, and the account that it
    runs as instead cannot pass through ``/root``.
    """
    if given := os.environ.get("KHUEVAN_DATA"):
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/khuevan")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "khuevan"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "khuevan"


def make_data_dir(path: Path) -> Path:
    """Create the data directory, private to its owner; root's may be passed through, not listed."""
    if not path.exists():
        path.mkdir(parents=True, mode=0o755)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return path


def is_full(path: Path) -> bool:
    """Whether the disk with ``path`` has too little room for the server to run."""
    return shutil.disk_usage(path).free < LITTLE_ROOM


@dataclass(frozen=True)
class Account:
    """A system account that the server's programs run as."""

    name: str
    uid: int
    gid: int

    def may_enter(self, path: Path) -> bool:
        """Whether the account may pass through ``path`` and every directory above it."""
        return all(self._may_search(step) for step in (path, *path.parents))

    def _may_search(self, path: Path) -> bool:
        info = path.stat()
        shift = 6 if info.st_uid == self.uid else 3 if info.st_gid == self.gid else 0
        return bool(info.st_mode >> shift & 0o1)


def server_account(cluster: Path) -> Account | None:
    """The account to switch to, or None where the process is not root and needs no switching.

    An existing cluster keeps its owner; a new one gets the first of :data:`CANDIDATES` that exists.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (uid := cluster.stat().st_uid):
        return _account(pwd.getpwuid(uid))
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in CANDIDATES:
        if name in names:
            return _account(names[name])
    raise DomainError(
        "PostgreSQL không chạy dưới quyền root và máy này không có tài khoản hệ thống nào dùng được.",
        hint="Hãy chạy bằng một người dùng thường, hoặc tạo tài khoản hệ thống tên khuevan.",
        code="no_account",
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
