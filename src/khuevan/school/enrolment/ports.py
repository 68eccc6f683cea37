"""What rooms above tell enrolment: for which pupils, and for which subjects of classes, they hold something."""

from collections.abc import Callable, Collection

Holder = Callable[[int, Collection[int], int | None], frozenset[int]]
"""(school, pupils, year or None for any year) → those of the pupils for whom something is kept."""

BookHolder = Callable[[int, Collection[int]], frozenset[int]]
"""(school, class subjects) → those of them for which something is kept."""

_book_holders: dict[str, BookHolder] = {}
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


def register_book_holder(what: str, holder: BookHolder) -> None:
    """Ask ``holder`` from now on about subjects of classes; ``what`` as for `register_holder`."""
    _book_holders[what] = holder


def books_held(school_id: int, books: Collection[int]) -> dict[int, str]:
    """Class subject → what is kept of it first; none of which nothing is."""
    found: dict[int, str] = {}
    for what, holder in _book_holders.items() if books else ():
        for book in holder(school_id, books):
            found.setdefault(book, what)
    return found
