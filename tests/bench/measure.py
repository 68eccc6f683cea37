"""Measure scenarios in rounds, one after the other, so that a busy minute of the machine hits them all."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.databases import ROOT

from . import machine
from .programs import cpu_seconds
from .scenarios import Scenario

CALLERS = 8
MOST = 4000


@dataclass(frozen=True)
class Run:
    """One scenario in one round: seconds of wall time and of processor time, seconds of each answer, bytes."""

    seconds: float
    web: float
    database: float
    times: list[float]
    size: int

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.times) / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time per answer, of web server and database."""
        return 1000 * (self.web + self.database) / len(self.times)


@dataclass
class Results:
    """Runs by scenario, alone and with eight callers."""

    alone: dict[str, list[Run]] = field(default_factory=dict)
    together: dict[str, list[Run]] = field(default_factory=dict)
    signs: list[float] = field(default_factory=list)
    """What ``openssl`` said of a core before each round, where there is one."""

    def ratio(self, name: str, other: str) -> float:
        """The rate of ``name`` by that of ``other`` with eight callers; the median of the rounds."""
        pairs = zip(self.together[name], self.together[other], strict=True)
        return statistics.median(one.rate / two.rate for one, two in pairs)


def measure(
    scenarios: list[Scenario], database: int, rounds: int, seconds: float, wrong: dict[str, str] | None = None
) -> Results:
    """Warm everything up, then measure; ``seconds`` with eight callers, half as long with one.

    ``wrong`` takes what a scenario failed with, which is then left out; without it the measurement ends there.
    """
    results = Results()
    for one in scenarios:
        with _noting(wrong, one.name):
            _run(one, database, min(seconds, 2), CALLERS)
    for number in range(rounds):
        print(f"  lượt {number + 1}/{rounds}", file=sys.stderr, flush=True)
        if signs := machine.signs_per_second(1):
            results.signs.append(signs)
        for one in scenarios:
            with _noting(wrong, one.name):
                if one.name not in (wrong or ()):
                    results.together.setdefault(one.name, []).append(_run(one, database, seconds, CALLERS))
                    results.alone.setdefault(one.name, []).append(_run(one, database, seconds / 2, 1))
    return results


@contextmanager
def _noting(wrong: dict[str, str] | None, name: str) -> Iterator[None]:
    try:
        yield
    except AssertionError as error:
        if wrong is None:
            raise
        print(f"  {error}", file=sys.stderr, flush=True)
        wrong[name] = str(error).strip().splitlines()[-1]


def _run(scenario: Scenario, database: int, seconds: float, callers: int) -> Run:
    before = cpu_seconds(scenario.root), cpu_seconds(database)
    plan = json.dumps(scenario.plan(seconds, MOST, callers))
    command = [sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(command, input=plan, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{scenario.name}: {done.stderr[-600:]}"
    web, postgres = (now - then for now, then in zip(_now(scenario.root, database), before, strict=True))
    result = json.loads(done.stdout)
    scenario.note(result)
    size = max(len(text.encode()) for text in result["answers"])
    return Run(result["seconds"], web, postgres, result["times"], size)


def _now(*roots: int) -> tuple[float, ...]:
    return tuple(map(cpu_seconds, roots))
