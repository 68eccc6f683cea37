"""Who is assessed again after the summer (TT 22/2021 Art. 13, 14)."""

from django.utils.translation import gettext_noop

from ..models import Conduct
from ..rules.tt22_2021 import Level, YearRules
from .roster import Listed, Marks
from .sheets import MarkSheet

NOT_ASKED = gettext_noop("Chỉ nhập cho em phải kiểm tra lại môn này.")
NOT_TRAINED = gettext_noop("Chỉ nhập cho em có kết quả rèn luyện cả năm Chưa đạt.")


def may_retrain(year: Conduct | None) -> bool:
    """Whether a level after the summer may be entered: conduct of the year was Chưa đạt, or one was entered."""
    return year is not None and (year.level == Level.CD.name or bool(year.retrained))


def asked_again(sheet: MarkSheet, pupil: Listed, year: Marks | None) -> bool:
    """Whether a pupil's re-test may be entered: the year asks for it and the subject is too low, or it was given."""
    if year is None:
        return False
    bar = YearRules().retest_below if sheet.by_score else 1
    low = year.average is not None and year.average < bar
    return year.retest is not None or (pupil.outcome == "retest" and low)
