"""The files of schools beside the database: each lies once under its SHA-256 and is never overwritten."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

DIGEST = re.compile(r"[0-9a-f]{64}")


def digests(root: Path) -> Iterator[str]:
    """The names of all files under a root."""
    for _folder, _folders, names in os.walk(root):
        yield from (name for name in names if DIGEST.fullmatch(name))


def path_in(root: Path, digest: str) -> Path:
    """Where a file lies."""
    return root / digest[:2] / digest[2:4] / digest


def copy_new(source: Path, target: Path) -> tuple[list[str], int]:
    """Bring a copy up to date; the digests of the source in order, and its bytes."""
    known, size = set(digests(target)), 0
    names = sorted(digests(source))
    for digest in names:
        size += path_in(source, digest).stat().st_size
        if digest not in known:
            copy(source, target, digest)
    return names, size


def copy(source: Path, target: Path, digest: str) -> bool:
    """Copy one file, written aside and renamed; whether its content is what its name says."""
    path = path_in(target, digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".new-{digest}")
    shutil.copyfile(path_in(source, digest), draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
        whole = hashlib.file_digest(file, "sha256").hexdigest() == digest
    draft.chmod(0o600)
    draft.replace(path)
    return whole
