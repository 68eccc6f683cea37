"""How complete books are, in words: what is missing, whose marks, and who has signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..api import BookProgress
from ..ports import ClassSignatures, Signed

NAMED = 4


@dataclass(frozen=True)
class Standing:
    """A book of a class with the names of pupils who lack something; ``more`` counts those not named."""

    book: BookProgress
    names: list[str]
    more: int
    signed: Signed | None


def book_standings(books: Iterable[BookProgress], names: Mapping[int, str], signed: ClassSignatures) -> list[Standing]:
    """The books of a class, the least complete first; ``names`` by student id."""
    found = [
        Standing(
            book,
            [names.get(pk, "") for pk in book.lacking[:NAMED]],
            max(0, len(book.lacking) - NAMED),
            signed.subjects.get(book.id),
        )
        for book in books
    ]
    return sorted(found, key=lambda one: one.book.percent)
