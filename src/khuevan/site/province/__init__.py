"""A synthetic province: schools, people, two years of school life. The same seed makes the same province."""

from collections.abc import Callable

__all__ = ["SEED", "make_province", "province_exists"]

SEED = 2026
Progress = Callable[[int, int, str], None]


def make_province(schools: int = 6, seed: int = SEED, progress: Progress | None = None) -> None:
    """Make and load a province of ``schools`` schools; about 500 pupils each.

    Runs as khuevan_owner in one transaction. ``progress(done, total, label)`` hears of every school. Raises
    ``Conflict`` if the database has schools and ``NotAllowed`` for another database role.
    """
    from .making import load_plan  # needs Django's apps, this package does not
    from .plans import province_plan

    load_plan(province_plan(schools, seed), seed, progress)


def province_exists() -> bool:
    """Whether the database has schools."""
    from .copying import has_schools

    return has_schools()
