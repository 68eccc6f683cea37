"""Neighbourhoods made by several processes, and their rows in the order of one."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from .lines import Batch
from .neighbourhoods import Neighbourhood, World
from .schools import School

Made = list[Batch | School]
AHEAD = 1
"""How many neighbourhoods (30 MB each) may wait beyond those that are being made."""


def all_but_first(world: World, processes: int) -> Iterator[Batch | School]:
    """Rows of every neighbourhood but the first. What comes does not depend on the number of processes."""
    numbers = range(1, len(world.sites))
    if processes < 2 or len(numbers) < 2:
        for number in numbers:
            yield from Neighbourhood(world, number).batches()
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (world,)) as pool:
        waiting: deque[Future[Made]] = deque()
        for number in numbers:
            waiting.append(pool.submit(_make, number))
            if len(waiting) > processes + AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def cores() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(world: World) -> None:
    """In a process of its own, which never speaks to the database."""
    global _world
    import django

    django.setup()
    _world = world


_world: World


def _make(number: int) -> Made:
    made: Made = []
    for one in Neighbourhood(_world, number).batches():
        made.append(Batch(one.table, one.columns, ("".join(one.lines),)) if isinstance(one, Batch) else one)
    return made
