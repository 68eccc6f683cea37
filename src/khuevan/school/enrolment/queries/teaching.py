"""Who teaches what."""

from django.db.models import QuerySet

from ..models import ClassSubject, SchoolClass

BOOK_PARTS = ("school_class", "subject", "teacher")


def subjects_of_class(school_class: SchoolClass) -> QuerySet[ClassSubject]:
    """The subjects of a class with their teachers, in the order of the transcript."""
    rows = ClassSubject.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk)
    return rows.select_related("subject", "teacher").order_by("subject__position")


def teaching_of(person_id: int, school_id: int, year: int) -> QuerySet[ClassSubject]:
    """What a person teaches at a school in a year, class by class."""
    rows = ClassSubject.objects.filter(school_id=school_id, teacher_id=person_id, school_class__year=year)
    return rows.select_related(*BOOK_PARTS).order_by("school_class__grade", "school_class__name", "subject__position")
