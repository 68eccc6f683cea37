"""A synthetic province: schools, people, two years of school life. The same seed makes the same province."""

from collections.abc import Callable

from django.db import transaction

from .catalogue import load_subjects
from .copying import Loader, province_exists
from .neighbourhoods import Neighbourhood, World
from .plans import Plan, province_plan

__all__ = ["SEED", "load_plan", "make_province", "province_exists"]

SEED = 2026
Progress = Callable[[int, int, str], None]


def make_province(schools: int = 6, seed: int = SEED, progress: Progress | None = None) -> None:
    """Make and load a province of ``schools`` schools; about 500 pupils each.

    Runs as khuevan_owner in one transaction. ``progress(done, total, label)`` hears of every school. Raises
    ``Conflict`` if the database has schools and ``NotAllowed`` for another database role.
    """
    load_plan(province_plan(schools, seed), seed, progress)


def load_plan(plan: Plan, seed: int = SEED, progress: Progress | None = None) -> None:
    """The same for any plan; nothing is left behind if it fails."""
    with transaction.atomic():
        loader = Loader()
        loader.prepare()
        load_subjects(loader)
        world, done = World(seed, loader), 0

        def tell(label: str) -> None:
            nonlocal done
            done += 1
            if progress:
                progress(done, plan.schools, label)

        for number, plans in enumerate(plan.neighbourhoods):
            Neighbourhood(world, number, plans, moves=plan.marks).load(tell)
        loader.finish()
