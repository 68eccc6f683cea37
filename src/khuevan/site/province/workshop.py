"""Neighbourhoods made by several processes, and their rows in the order of one.

The processes import this module before Django is set up, so it imports nothing that needs it.
"""

import os
import pickle
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

from .lines import Batch

if TYPE_CHECKING:
    from .neighbourhoods import World
    from .schools import School

Made = list["Batch | School"]
AHEAD = 1
"""How many neighbourhoods (30 MB each) may wait beyond those that are being made."""


def all_but_first(world: "World", processes: int) -> Iterator["Batch | School"]:
    """Rows of every neighbourhood but the first. What comes does not depend on the number of processes."""
    from .neighbourhoods import Neighbourhood

    numbers = range(1, len(world.sites))
    if processes < 2 or len(numbers) < 2:
        for number in numbers:
            yield from Neighbourhood(world, number).batches()
        return
    common, waiting = pickle.dumps(world), deque[Future[Made]]()
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin) as pool:
        try:
            for number in numbers:
                waiting.append(pool.submit(_make, common, number))
                if len(waiting) > processes + AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """In a process of its own, which never speaks to the database; Ctrl-C is for the one that has started it."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()


@lru_cache(1)
def _world(common: bytes) -> "World":
    world: World = pickle.loads(common)  # noqa: S301 - from the process that has started this one
    return world


def _make(common: bytes, number: int) -> Made:
    """One COPY a table: what schools of a neighbourhood bring follows in their order, as if each came by itself."""
    from .neighbourhoods import Neighbourhood

    pieces: dict[tuple[str, tuple[str, ...]], list[str | bytes]] = {}
    schools: Made = []
    for one in Neighbourhood(_world(common), number).batches():
        if isinstance(one, Batch):
            pieces.setdefault((one.table, one.columns), []).append("".join(one.lines).encode())
        else:
            schools.append(one)
    return [*(Batch(table, columns, said) for (table, columns), said in pieces.items()), *schools]
