"""Who has signed what, for the pages of the gradebook."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Max

from khuevan.school.enrolment.api import ClassSubject, Enrolment
from khuevan.school.gradebook.ports import ClassSignatures, Signed

from ..models import SectionSignature
from ..rules.document import HOMEROOM, subject_part


class Board:
    """A part of a class is signed once it is signed for every pupil who is in the class."""

    def of_classes(self, school_id: int, class_ids: Sequence[int]) -> Mapping[int, ClassSignatures]:
        """By class id; three queries."""
        of_school = {"school_id": school_id, "school_class_id__in": list(class_ids)}
        pupils = dict(
            Enrolment.objects.filter(**of_school, ends_on=None)
            .order_by()
            .values_list("school_class_id")
            .annotate(n=Count("student_id"))
        )
        signed = {
            (class_id, section): (n, Signed(by, at)) for class_id, section, by, n, at in _signed(school_id, class_ids)
        }

        def whole(class_id: int, section: str) -> Signed | None:
            n, found = signed.get((class_id, section), (0, None))
            return found if found and n >= pupils.get(class_id, 0) else None

        books: dict[int, dict[int, Signed]] = {class_id: {} for class_id in class_ids}
        for pk, class_id, code in ClassSubject.objects.filter(**of_school).values_list(
            "id", "school_class_id", "subject_id"
        ):
            if found := whole(class_id, subject_part(code)):
                books[class_id][pk] = found
        return {pk: ClassSignatures(books[pk], whole(pk, HOMEROOM)) for pk in class_ids}


def _signed(school_id: int, class_ids: Sequence[int]) -> list[tuple[int, str, str, int, object]]:
    """Class, section, signer, number of pupils, last time."""
    rows = SectionSignature.objects.filter(
        school_id=school_id,
        stale_at=None,
        role__in=[SectionSignature.Role.SUBJECT, SectionSignature.Role.HOMEROOM],
        version__superseded_at=None,
        version__transcript__school_class_id__in=list(class_ids),
    )
    grouped = rows.order_by().values_list("version__transcript__school_class_id", "section")
    return list(grouped.annotate(by=Max("signer_name"), n=Count("pk"), at=Max("at")))
