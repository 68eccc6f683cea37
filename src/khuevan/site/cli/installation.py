"""What an installation keeps in its data directory."""

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

DEMO_LOCK = "demo.lock"
OURS = (
    "backup.*",
    "database.json*",
    DEMO_LOCK,
    "files",
    "initdb.secret",
    "keys",
    "play.json",
    "postgres",
    "postgres.*",
    "postgresql-*",
    "public",
    "run",
    "secret_key",
    "static",
    "tally",
)


@dataclass(frozen=True)
class Contents:
    """The data directory's entries: ours, with their sizes in bytes, and those of somebody else."""

    ours: dict[Path, int]
    foreign: list[Path]


def contents(data: Path) -> Contents:
    """What is in the data directory; everything that Khuê Văn did not put there is foreign."""
    found = sorted(data.iterdir()) if data.exists() else []
    ours = {path: _size(path) for path in found if is_ours(path.name)}
    return Contents(ours, [path for path in found if path not in ours])


def is_ours(name: str) -> bool:
    """Whether Khuê Văn puts an entry of this name into its data directory."""
    return any(fnmatch(name, pattern) for pattern in OURS)


def _size(path: Path) -> int:
    if path.is_dir() and not path.is_symlink():
        return sum(_size(child) for child in path.iterdir())
    return path.lstat().st_size
