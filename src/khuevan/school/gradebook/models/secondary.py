"""Marks of grades 6 to 12 (TT 22/2021/TT-BGDĐT).

The unique keys of these tables begin with school and class (subject), so their links need no index of their own.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from khuevan.registry.isolation.api import SchoolLink, StudentModel

_REGULAR_IN_RANGE = RawSQL("0 <= all(regular) and 100 >= all(regular)", [], models.BooleanField())


class MarkRow(StudentModel):
    """One line of a book: a pupil's marks in one subject and term.

    Marks are tenths (85 = 8,5), in subjects assessed by comments 1 (Đạt) or 0 (Chưa đạt). ``regular`` has as
    many places as the class subject's ``regular_count``, NULL where nothing is entered. The row of term 3 is
    the year: it holds only ``average`` and, after the summer, ``retest``.
    """

    id = models.BigAutoField(primary_key=True)
    class_subject = SchoolLink("enrolment.ClassSubject", db_index=False)
    term = models.SmallIntegerField()
    regular = ArrayField(models.SmallIntegerField(null=True), default=list)
    midterm = models.SmallIntegerField(null=True)
    final = models.SmallIntegerField(null=True)
    average = models.SmallIntegerField(null=True)
    retest = models.SmallIntegerField(null=True)
    comment = models.TextField(blank=True, db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "class_subject", "student", "term"], name="mark_row_once"),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="mark_row_term"),
            models.CheckConstraint(condition=_REGULAR_IN_RANGE, name="mark_row_regular"),
            models.CheckConstraint(condition=Q(midterm=None) | Q(midterm__range=(0, 100)), name="mark_row_midterm"),
            models.CheckConstraint(condition=Q(final=None) | Q(final__range=(0, 100)), name="mark_row_final"),
            models.CheckConstraint(condition=Q(average=None) | Q(average__range=(0, 100)), name="mark_row_average"),
            models.CheckConstraint(
                condition=Q(retest=None) | Q(term=3, retest__range=(0, 100)), name="mark_row_retest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_subject_id} {self.student_id} HK{self.term}"
