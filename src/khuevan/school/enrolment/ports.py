"""What rooms above tell enrolment: for which pupils they hold something that builds on where the pupil is."""

from collections.abc import Callable, Collection

Holder = Callable[[int, Collection[int], int | None], frozenset[int]]
"""(school, pupils, year or None for any year) → those of the pupils for whom something is kept."""

_holders: dict[str, Holder] = {}


def register_holder(what: str, holder: Holder) -> None:
    """Ask ``holder`` from now on; ``what`` it keeps, in Vietnamese ("điểm"). Registering again replaces it."""
    _holders[what] = holder


def held(school_id: int, pupils: Collection[int], year: int | None = None) -> dict[int, str]:
    """Pupil → what is kept of them first; nobody of whom nothing is."""
    found: dict[int, str] = {}
    for what, holder in _holders.items() if pupils else ():
        for pupil in holder(school_id, pupils, year):
            found.setdefault(pupil, what)
    return found
