"""For whom the gradebook keeps something: then class and import can no longer be undone by a list."""

from collections.abc import Collection

from khuevan.registry.isolation.api import among

from ..models import Conduct, MarkRow, PrimaryMark, PrimaryTraits


def with_marks(school_id: int, pupils: Collection[int], year: int | None = None) -> frozenset[int]:
    """Those of the pupils who have marks, conduct or traits in a year, or in any."""
    found: set[int] = set()
    for model, link in (
        (MarkRow, "class_subject__school_class"),
        (PrimaryMark, "class_subject__school_class"),
        (PrimaryTraits, "school_class"),
        (Conduct, "school_class"),
    ):
        rows = model.objects.filter(school_id=school_id, student_id__in=among(pupils))
        if year is not None:
            rows = rows.filter(**{f"{link}__year": year})
        found |= set(rows.order_by().values_list("student_id", flat=True).distinct())
    return frozenset(found)


def books_with_marks(school_id: int, books: Collection[int]) -> frozenset[int]:
    """Those of the class subjects in which there are marks."""
    found: set[int] = set()
    for model in (MarkRow, PrimaryMark):
        rows = model.objects.filter(school_id=school_id, class_subject_id__in=among(books))
        found |= set(rows.order_by().values_list("class_subject_id", flat=True).distinct())
    return frozenset(found)
