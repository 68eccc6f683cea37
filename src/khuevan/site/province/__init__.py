"""A synthetic province: schools, people, two years of school life. The same seed makes the same province."""

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["SEED", "Progress", "Step", "make_province", "province_exists"]

SEED = 2026


class Step(NamedTuple):
    """So many schools of ``total`` are made; ``left``: about how many seconds the rest takes, once one can say."""

    done: int
    total: int
    label: str
    left: float | None


Progress = Callable[[Step], None]


def make_province(
    schools: int = 6, seed: int = SEED, progress: Progress | None = None, processes: int = 0
) -> list[tuple[str, str]]:
    """Make and load a province of ``schools`` schools; about 500 pupils each, from 24 schools on 600.

    Runs as khuevan_owner in one transaction, in as many ``processes`` as the machine has cores; what comes does not
    depend on their number. ``progress`` hears of every school and of what follows. Returns where something is wrong on
    purpose, and what. Raises ``Conflict`` if the database has schools and ``NotAllowed`` for another database role.
    """
    from .making import load_plan  # needs Django's apps, this package does not
    from .plans import province_plan

    planted = load_plan(province_plan(schools, seed), seed, progress, processes)
    return [(one.place, one.kind.value) for one in planted]


def province_exists() -> bool:
    """Whether the database has schools."""
    from .copying import has_schools

    return has_schools()
