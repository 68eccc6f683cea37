"""Who teaches what."""

from functools import lru_cache

from django.db.models import Q

from ..models import ClassSubject, SchoolClass
from ..rules import curriculum

BOOK_PARTS = ("school_class", "subject", "teacher")


def subjects_of_class(school_class: SchoolClass, within: Q | None = None) -> list[ClassSubject]:
    """The subjects of a class with their teachers, in the order of the transcript; those ``within`` a condition."""
    rows = ClassSubject.objects.filter(within or Q(), school_id=school_class.school_id, school_class_id=school_class.pk)
    found = rows.select_related("subject", "teacher").order_by("subject__position")
    return sorted(found, key=lambda book: place_of(book.subject_id, school_class.grade))


def teaching_of(person_id: int, school_id: int, year: int) -> list[ClassSubject]:
    """What a person teaches at a school in a year, class by class."""
    rows = ClassSubject.objects.filter(school_id=school_id, teacher_id=person_id, school_class__year=year)
    found = rows.select_related(*BOOK_PARTS).order_by("school_class__grade", "school_class__name")
    grades = {book.pk: book.school_class.grade for book in found}
    return sorted(found, key=lambda b: (grades[b.pk], b.school_class.name, place_of(b.subject_id, grades[b.pk])))


def place_of(code: str, grade: int) -> int:
    """The place of a subject in the transcript of a grade; subjects that a school has added come last."""
    return _places(grade).get(code, len(_places(grade)))


@lru_cache(maxsize=16)
def _places(grade: int) -> dict[str, int]:
    return {one.code: place for place, one in enumerate(curriculum.subjects(grade))}
