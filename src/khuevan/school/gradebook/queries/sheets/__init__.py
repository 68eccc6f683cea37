"""The sheets that are filled in: their columns, and how their cells lie in the tables.

Every sheet has ``columns``, ``cells`` (a stored row → values of the grid) and ``fields`` (values → table columns).
"""

from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from .base import YEAR, Cells, Sheet
from .conduct import ConductSheet
from .marks import MarkSheet
from .observation import ObservationSheet, observed_in
from .primary import PrimarySheet, TraitSheet

__all__ = [
    "LAST_GRADE",
    "LAST_PRIMARY_GRADE",
    "YEAR",
    "Cells",
    "ConductSheet",
    "MarkSheet",
    "ObservationSheet",
    "PrimarySheet",
    "Sheet",
    "TraitSheet",
    "class_sheet",
    "has_marks",
    "is_preschool",
    "is_primary",
    "observed_in",
    "sheet_of",
    "term_of",
]
LAST_PRIMARY_GRADE, LAST_GRADE = 5, 12


def term_of(period: int) -> int:
    """The term to which a period of a primary year belongs: 1 and 2 to the first, 3 and 4 to the second."""
    return (period + 1) // 2


def has_marks(school_class: SchoolClass) -> bool:
    """Whether the class has books of marks: grades 1 to 12, not the ages of a preschool (DM_KHOI 13 to 18)."""
    return 1 <= school_class.grade <= LAST_GRADE


def is_preschool(school_class: SchoolClass) -> bool:
    """Whether the development of its children is observed: the ages of a preschool."""
    return school_class.grade > LAST_GRADE


def is_primary(school_class: SchoolClass) -> bool:
    """Whether the class is assessed by TT 27/2020 (grades 1 to 5)."""
    return school_class.grade <= LAST_PRIMARY_GRADE


def sheet_of(book: ClassSubject, part: int) -> MarkSheet | PrimarySheet:
    """The sheet of a book in a term (grades 6 to 12) or a period (grades 1 to 5)."""
    return PrimarySheet.of(book, part) if is_primary(book.school_class) else MarkSheet.of(book, part)


def class_sheet(school_class: SchoolClass, part: int) -> ConductSheet | TraitSheet | ObservationSheet:
    """The homeroom teacher's sheet of a class in a term or period."""
    if is_preschool(school_class):
        return ObservationSheet.of(school_class, part)
    return TraitSheet.of(school_class, part) if is_primary(school_class) else ConductSheet(part)
