"""File locks that the kernel drops by itself when a process dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold ``path`` alone; waits for whoever holds it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def claim(path: Path, note: str) -> Iterator[bool]:
    """Try to hold ``path`` alone without waiting, with a ``note`` for others to read; False where taken."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        yield False
        return
    try:
        os.truncate(handle, 0)
        os.write(handle, note.encode())
        yield True
    finally:
        os.close(handle)


class Presence:
    """A shared mark on a file that says "somebody is here", readable by other processes."""

    def __init__(self, path: Path) -> None:
        self._handle = _open(path)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Take the mark away."""
        os.close(self._handle)


def is_deserted(path: Path) -> bool:
    """Whether no process has a :class:`Presence` (or a claim) on ``path``."""
    if not path.exists():
        return True
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
