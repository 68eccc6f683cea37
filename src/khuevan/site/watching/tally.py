"""Requests counted by every web process in a small file of its own; asked, any of them adds up all."""

import mmap
import os
import struct
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import psutil

from khuevan.site.postgres.locks import exclusive

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
WIDTH = len(BOUNDS) + 2  # requests up to each bound, slower ones, and the sum of microseconds
FORM = struct.Struct(f"{len(CLASSES) * WIDTH}Q")
ENDED = "ended"


class Tally:
    """The counts of this process, in ``<directory>/<pid>``. Not for several threads at once."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._pid = os.getpid()
        handle = os.open(directory / str(self._pid), os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(handle, FORM.size)
        self._map = mmap.mmap(handle, FORM.size)
        os.close(handle)

    def count(self, status: int, seconds: float) -> None:
        """One request more."""
        row = (min(max(status // 100, 1), len(CLASSES)) - 1) * WIDTH
        self._add(row + bisect_left(BOUNDS, seconds), 1)
        self._add(row + WIDTH - 1, round(seconds * 1e6))

    def _add(self, place: int, amount: int) -> None:
        (before,) = struct.unpack_from("Q", self._map, place * 8)
        struct.pack_into("Q", self._map, place * 8, before + amount)


def total(directory: Path) -> dict[str, list[int]]:
    """Status class → requests up to each bound, slower ones, microseconds. Files of ended processes become one."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with exclusive(directory / "lock"):
        sums = list(_read(directory / ENDED))
        alive = [0] * len(sums)
        gone = []
        for path in _processes(directory):
            counts = _read(path)
            if psutil.pid_exists(int(path.name)):
                alive = [one + more for one, more in zip(alive, counts, strict=True)]
            else:
                sums = [one + more for one, more in zip(sums, counts, strict=True)]
                gone.append(path)
        _replace(directory / ENDED, sums)
        for path in gone:
            path.unlink()
    found = [one + more for one, more in zip(sums, alive, strict=True)]
    return {name: found[row * WIDTH : (row + 1) * WIDTH] for row, name in enumerate(CLASSES)}


def _processes(directory: Path) -> Iterator[Path]:
    yield from (path for path in directory.iterdir() if path.name.isdigit())


def _read(path: Path) -> tuple[int, ...]:
    try:
        return FORM.unpack(path.read_bytes())
    except (OSError, struct.error):
        return (0,) * (len(CLASSES) * WIDTH)


def _replace(path: Path, counts: list[int]) -> None:
    draft = path.with_suffix(".new")
    draft.write_bytes(FORM.pack(*counts))
    draft.replace(path)
