"""The kinds of columns that open and close together, and which column of which sheet belongs to which kind.

TT 22/2021/TT-BGDĐT Art. 6, 7 (regular, midterm, final marks), Art. 8 (conduct); TT 27/2020/TT-BGDĐT Art. 6, 7 (four
periods).
"""

from typing import Final

REGULAR, MIDTERM, FINAL, COMMENT, CONDUCT, SUMMARY = "regular", "midterm", "final", "comment", "conduct", "summary"
KINDS: Final = (REGULAR, MIDTERM, FINAL, COMMENT, CONDUCT)
"""In the order in which they are filled in within a term."""
YEAR: Final = 3
"""The term that stands for the whole year: re-tests, training in the summer, the homeroom teacher's last words."""
SLOTS: Final = (*((term, kind) for term in (1, 2) for kind in KINDS), (YEAR, SUMMARY))
"""Everything that has a window: term and kind."""
LAST_PRIMARY: Final = 5
LAST_GRADE: Final = 12
"""Above are the ages of a preschool."""
_BOOK: Final = {"gk": MIDTERM, "ck": FINAL, "level": FINAL, "test": FINAL, "comment": COMMENT}

Slot = tuple[int, str]


def slot_of(grade: int, whole_class: bool, part: int, column: str) -> Slot:
    """Term and kind of a column (its key in the sheet) of a book or of the homeroom part (``whole_class``).

    ``part`` is a term 1 … 3, in grades 1 to 5 a period 1 … 4. In the middle of a term all that a primary class
    has is one kind.
    """
    if grade <= LAST_PRIMARY:
        term = (part + 1) // 2
        if part % 2:
            return term, MIDTERM
        return term, CONDUCT if whole_class else _BOOK[column]
    if part == YEAR:
        return YEAR, SUMMARY
    if whole_class:
        return part, CONDUCT
    return part, _BOOK.get(column, REGULAR)


def slots_of(grade: int, whole_class: bool, part: int) -> tuple[Slot, ...]:
    """The slots that one page of a book or of a homeroom part shows."""
    if grade <= LAST_PRIMARY:
        term = (part + 1) // 2
        if part % 2:
            return ((term, MIDTERM),)
        return ((term, CONDUCT),) if whole_class else ((term, FINAL), (term, COMMENT))
    if part == YEAR:
        return ((YEAR, SUMMARY),)
    return ((part, CONDUCT),) if whole_class else tuple((part, kind) for kind in KINDS if kind != CONDUCT)


def part_of(grade: int, slot: Slot) -> int:
    """The part of a book (term, or primary period) in which a slot is filled in."""
    term, kind = slot
    if grade > LAST_PRIMARY:
        return term
    return 4 if term == YEAR else 2 * term - (kind == MIDTERM)
