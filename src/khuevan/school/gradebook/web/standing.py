"""How complete books are, in words: what is missing, whose marks, and who has signed."""

from collections.abc import Iterable, Mapping, Sequence
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


def book_standings(
    books: Iterable[BookProgress],
    lacking: Mapping[int, Sequence[int]],
    names: Mapping[int, str],
    signed: ClassSignatures,
) -> list[Standing]:
    """The books of a class, the least complete first; ``lacking`` by class subject, ``names`` by student id."""
    found = []
    for book in books:
        students = lacking.get(book.id, ())
        named = [names.get(pk, "") for pk in students[:NAMED]]
        found.append(Standing(book, named, max(0, len(students) - NAMED), signed.subjects.get(book.id)))
    return sorted(found, key=lambda one: one.book.percent)
