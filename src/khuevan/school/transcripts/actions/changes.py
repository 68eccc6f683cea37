"""React to changes under signatures."""

from collections.abc import Iterable

from khuevan.platform.approvals.api import PROGRAM
from khuevan.school.enrolment.api import SchoolClass

from ..models import SectionSignature
from .drafts import lay_out
from .signatures import refresh


def marks_changed(class_id: int, students: Iterable[int]) -> None:
    """Compare what is signed of these pupils with what the gradebook says now. Cheap where nothing is signed."""
    signed = SectionSignature.objects.filter(
        version__transcript__school_class_id=class_id,
        version__issued_at=None,
        student_id__in=list(students),
        stale_at=None,
    )
    touched = sorted(set(signed.values_list("student_id", flat=True)))
    if touched:
        school_class = SchoolClass.objects.select_related("homeroom").get(pk=class_id)
        refresh(lay_out(PROGRAM, school_class, touched))
