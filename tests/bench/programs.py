"""The servers that are measured, and how much processor time they take."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khuevan.site import postgres
from khuevan.site.cli.children import Child, end
from khuevan.site.cli.programs import jobs, wait_for_answer, web
from khuevan.site.postgres.cluster import Cluster
from khuevan.site.postgres.state import free_port
from tests.databases import ROOT

from .database import environment

WORKERS = 2
BARE = {"DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings", "KHUEVAN_DB_ROLE": "owner"}
"""What makes the same program a bare Django."""
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def server(database: str, **more: str) -> Iterator[tuple[int, int]]:
    """The web server as ``khuevan serve`` runs it; its port and its process id."""
    port = free_port()
    child = web(port, workers=WORKERS)
    with _environment(environment(database, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}", **more)):
        child.start()
    try:
        wait_for_answer(port)
        assert child.process
        yield port, child.process.pid
    finally:
        end([child])


@contextmanager
def workers(database: str) -> Iterator[list[Child]]:
    """The workers as ``khuevan worker`` runs them."""
    children = jobs()
    with _environment(environment(database, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}")):
        for child in children:
            child.start()
    try:
        yield children
    finally:
        end(children)


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    usual = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(usual)


def database_server() -> int:
    """The process id of PostgreSQL."""
    pid = Cluster(postgres.data_dir()).postmaster()
    assert pid, "PostgreSQL runs while the bench does"
    return pid


def cpu_seconds(root: int) -> float:
    """Processor time of a process and of all that it has started, those that have ended too."""
    return sum(_ticks(pid) for pid in family(root)) / _TICKS


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) if fields else 0


def family(root: int) -> set[int]:
    """A process and all that it has started."""
    parents = {int(one.name): _stat(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit()}
    children: dict[int, list[int]] = {}
    for pid, fields in parents.items():
        if fields:
            children.setdefault(int(fields[1]), []).append(pid)
    family, found = set(), [root]
    while found:
        family.add(pid := found.pop())
        found += children.get(pid, [])
    return family


def _stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat from the state on (proc(5)); nothing for a process that has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def resident(*roots: int) -> float:
    """Megabytes of memory of processes and their children; what they share counts once (PSS)."""
    total = 0
    for pid in set().union(*map(family, roots)):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:  # has gone
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000
