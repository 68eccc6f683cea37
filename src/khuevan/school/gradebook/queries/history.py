"""Who changed what: the ledger of a book, in the words of the people who read it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from khuevan.registry.audit.api import Entry
from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from .sheets import is_preschool, is_primary

Cell = tuple[int, str]
"""Student id and the ledger's name of the cell."""


def marks_book(book: ClassSubject, part: int) -> str:
    """The ledger's book of a class subject in a term or period."""
    return f"marks:{book.uid}:{part}"


def conduct_book(school_class: SchoolClass, term: int) -> str:
    """The ledger's book of a class's conduct in a term."""
    return f"conduct:{school_class.uid}:{term}"


def traits_book(school_class: SchoolClass, period: int) -> str:
    """The ledger's book of a class's traits in a period."""
    return f"traits:{school_class.uid}:{period}"


def observation_book(school_class: SchoolClass, term: int) -> str:
    """The ledger's book of what is observed of a preschool's class in a term."""
    return f"observed:{school_class.uid}:{term}"


def class_history_book(school_class: SchoolClass, part: int) -> str:
    """The ledger's book of the homeroom teacher's part in a term or period."""
    if is_preschool(school_class):
        return observation_book(school_class, part)
    return (traits_book if is_primary(school_class) else conduct_book)(school_class, part)


def cases_book(school_class: SchoolClass) -> str:
    """The ledger's book of the special cases of a class."""
    return f"cases:{school_class.uid}"


def locks_book(year: int) -> str:
    """The ledger's book of a school's locks in a year."""
    return f"locks:{year}"


def last_changes(school_id: int, book: str, cells: Iterable[Cell]) -> dict[Cell, tuple[str, str]]:
    """Who changed each of these cells last, and when (ISO 8601); one query."""
    wanted = set(cells)
    entries = Entry.objects.filter(
        school_id=school_id,
        book=book,
        student_id__in={student for student, _subject in wanted},
        subject__in={subject for _student, subject in wanted},
    ).order_by("position")
    found = {(one.student_id, one.subject): (one.by, one.at.isoformat()) for one in entries}
    return {cell: found[cell] for cell in wanted if cell in found}  # type: ignore[index]


def history(school_id: int, book: str, student_id: int | None = None) -> QuerySet[Entry]:
    """Entries of a book, the latest first, of everybody or of one pupil."""
    entries = Entry.objects.filter(school_id=school_id, book=book)
    if student_id is not None:
        entries = entries.filter(student_id=student_id)
    return entries.order_by("-position")
