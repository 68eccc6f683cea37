"""Who is assessed again after the summer (TT 22/2021 Art. 13, 14)."""

from django.utils.translation import gettext_noop

from khuevan.school.enrolment.api import ClassSubject, Subject

from ..models import Conduct, MarkRow, Result
from ..rules.tt22_2021 import Level, YearRules
from .sheets import YEAR

NOT_ASKED = gettext_noop("Chỉ nhập cho em phải kiểm tra lại môn này.")
NOT_TRAINED = gettext_noop("Chỉ nhập cho em có kết quả rèn luyện cả năm Chưa đạt.")


def may_retrain(year: Conduct | None) -> bool:
    """Whether a level after the summer may be entered: conduct of the year was Chưa đạt, or one was entered."""
    return year is not None and (year.level == Level.CD.name or bool(year.retrained))


def may_retest(by_score: bool, average: int | None, retest: int | None, outcome: str) -> bool:
    """Whether a pupil's re-test may be entered: the year asks for it and the subject is too low, or it was given."""
    bar = YearRules().retest_below if by_score else 1
    return retest is not None or (outcome == "retest" and average is not None and average < bar)


def asked_again(book: ClassSubject) -> set[int]:
    """Student ids whose re-test in a subject may be entered."""
    years = MarkRow.objects.filter(school_id=book.school_id, class_subject_id=book.pk, term=YEAR)
    results = Result.objects.filter(school_id=book.school_id, school_class_id=book.school_class_id, term=YEAR)
    outcomes = dict(results.values_list("student_id", "outcome"))
    by_score = book.subject.form == Subject.Form.SCORE
    return {
        student
        for student, average, retest in years.values_list("student_id", "average", "retest")
        if may_retest(by_score, average, retest, outcomes.get(student, ""))
    }
