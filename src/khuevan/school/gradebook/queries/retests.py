"""Who is assessed again after the summer (TT 22/2021 Art. 14)."""

from khuevan.school.enrolment.api import ClassSubject, Subject

from ..models import MarkRow, Result
from ..rules.tt22_2021 import YearRules
from .sheets import YEAR


def asked_again(book: ClassSubject) -> set[int]:
    """Students who may get a re-test in a subject: the year asks for it and the subject is too low, or it was given."""
    bar = YearRules().retest_below if book.subject.form == Subject.Form.SCORE else 1
    years = MarkRow.objects.filter(school_id=book.school_id, class_subject_id=book.pk, term=YEAR)
    found = list(years.values_list("student_id", "average", "retest"))
    results = Result.objects.filter(school_id=book.school_id, school_class_id=book.school_class_id, term=YEAR)
    asked = set(results.filter(outcome="retest").values_list("student_id", flat=True))
    low = {student for student, average, _retest in found if average is not None and average < bar}
    given = {student for student, _average, retest in found if retest is not None}
    return (low & asked) | given
