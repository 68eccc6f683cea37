"""For whom the gradebook keeps something: then class and import can no longer be undone by a list."""

from collections.abc import Collection

from khuevan.registry.isolation.api import among
from khuevan.school.enrolment.api import SchoolClass

from ..models import Conduct, MarkRow, Observation, PrimaryMark, PrimaryTraits

_TABLES = (
    (MarkRow, "class_subject__school_class"),
    (PrimaryMark, "class_subject__school_class"),
    (PrimaryTraits, "school_class"),
    (Conduct, "school_class"),
    (Observation, "school_class"),
)


def with_marks(school_id: int, pupils: Collection[int], year: int | None = None) -> frozenset[int]:
    """Those of the pupils who have marks, conduct, traits or observations in a year, or in any."""
    return _held(school_id, pupils, {} if year is None else {"__year": year})


def marked_in(school_class: SchoolClass, pupils: Collection[int]) -> frozenset[int]:
    """Those of the pupils for whom something stands in the books of one class."""
    return _held(school_class.school_id, pupils, {"": school_class.pk})


def _held(school_id: int, pupils: Collection[int], classes: dict[str, int]) -> frozenset[int]:
    found: set[int] = set()
    for model, link in _TABLES:
        rows = model.objects.filter(school_id=school_id, student_id__in=among(pupils))
        rows = rows.filter(**{f"{link}{path}": value for path, value in classes.items()})
        found |= set(rows.order_by().values_list("student_id", flat=True).distinct())
    return frozenset(found)


def books_with_marks(school_id: int, books: Collection[int]) -> frozenset[int]:
    """Those of the class subjects in which there are marks."""
    found: set[int] = set()
    for model in (MarkRow, PrimaryMark):
        rows = model.objects.filter(school_id=school_id, class_subject_id__in=among(books))
        found |= set(rows.order_by().values_list("class_subject_id", flat=True).distinct())
    return frozenset(found)
