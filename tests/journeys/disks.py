"""A disk of its own that can be filled without harming anybody."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount an empty disk of ``size`` (such as "400m") at the directory ``place``."""
    mode = oct(place.stat().st_mode & 0o777)[2:]
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode={mode}", "tmpfs", place]
    subprocess.run(mount, check=True, stderr=subprocess.DEVNULL)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def can_mount() -> bool:
    """Whether this account may: root, outside a locked container."""
    try:
        with tempfile.TemporaryDirectory() as place, small_disk(Path(place), "1m"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


MOUNTS = can_mount()
needs_a_small_disk = pytest.mark.skipif(not MOUNTS, reason="A full disk is a small one mounted: run as root.")


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Take the last byte of a disk; within the block nothing can be written, afterwards there is room again."""
    ballast = disk / "ballast"
    handle = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    try:
        for size in (1 << 20, 1 << 12):
            _write_until_full(handle, b"\0" * size)
        yield
    finally:
        os.close(handle)
        ballast.unlink()


def _write_until_full(handle: int, block: bytes) -> None:
    while True:
        try:
            os.write(handle, block)
        except OSError:
            return
