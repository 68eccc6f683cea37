"""What the tests of the gradebook have in common: cô Lan's book of 7A, edits, and counting of queries."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.school.enrolment.api import ClassSubject, SchoolClass, SchoolYear, class_list
from khuevan.school.gradebook.api import Edit

YEAR = 2025


def book(subject: str = "TOAN", name: str = "7A", school: int | None = None) -> ClassSubject:
    """A class subject of the working year, with what the actions expect to be fetched with it."""
    books = ClassSubject.objects.select_related("school_class", "subject", "teacher")
    books = books.filter(subject_id=subject, school_class__name=name, school_class__year=YEAR)
    return books.filter(**({"school_id": school} if school else {})).first()


def school_class(name: str = "7A") -> SchoolClass:
    """A class of the working year."""
    return SchoolClass.objects.filter(name=name, year=YEAR).first()


def pupils(of):
    """Who is in a class, or in the class of a book, now."""
    return [pupil for pupil in class_list(getattr(of, "school_class", of)) if pupil.left_on is None]


def edit(pupil, column, value, base=None) -> Edit:
    """One cell."""
    return Edit(str(pupil.uid), column, value, base)


def whole_row(pupil, regular=(80, 80, 80, 80), midterm=80, final=80) -> list[Edit]:
    """Every mark of a term."""
    cells = {f"tx{n}": mark for n, mark in enumerate(regular, 1)} | {"gk": midterm, "ck": final}
    return [edit(pupil, column, mark) for column, mark in cells.items()]


def this_year(of) -> SchoolYear:
    """The working year of the school of a class or a book."""
    return SchoolYear.objects.get(school_id=of.school_id, year=YEAR)


@contextmanager
def queries():
    """The statements that run within the block, without savepoints."""
    found = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
