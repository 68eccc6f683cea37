"""Assessment of grades 1 to 5 (TT 27/2020/TT-BGDĐT).

Periods: 1 and 2 in the middle and at the end of term I, 3 and 4 of term II; 4 is the end of the year.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from khuevan.registry.isolation.api import SchoolLink, StudentModel


def _only_levels(column: str) -> RawSQL:
    return RawSQL(f"{column} <@ array['T', 'D', 'C', '']::varchar[]", [], models.BooleanField())  # noqa: S611


class PrimaryMark(StudentModel):
    """A pupil in one subject at one time: level T, H or C ("" = not yet), the mark of the test, a comment.

    ``test`` is in tenths and always whole: 10, 20 … 100.
    """

    id = models.BigAutoField(primary_key=True)
    class_subject = SchoolLink("enrolment.ClassSubject", db_index=False)
    period = models.SmallIntegerField()
    level = models.CharField(max_length=1, blank=True, db_default="")
    test = models.SmallIntegerField(null=True)
    comment = models.TextField(blank=True, db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "class_subject", "student", "period"], name="primary_mark_once"),
            models.CheckConstraint(condition=Q(period__range=(1, 4)), name="primary_mark_period"),
            models.CheckConstraint(condition=Q(level__in=["", "T", "H", "C"]), name="primary_mark_level"),
            models.CheckConstraint(
                condition=Q(test=None) | Q(test__in=list(range(10, 101, 10))), name="primary_mark_test"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_subject_id} {self.student_id} #{self.period}"


class PrimaryTraits(StudentModel):
    """Qualities (5), general (3) and specific (7) competences of a pupil, ordered as in ``rules.tt27_2020.schedule``.

    Levels T, D, C, or "" for not yet; in grades 1 and 2 Công nghệ and Tin học stay "". In period 4
    ``recognised_for`` says for what the class recognised the pupil (Art. 13(1)(b)), "" for nothing.
    """

    id = models.BigAutoField(primary_key=True)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    period = models.SmallIntegerField()
    qualities = ArrayField(models.CharField(max_length=1, blank=True), default=list)
    general = ArrayField(models.CharField(max_length=1, blank=True), default=list)
    specific = ArrayField(models.CharField(max_length=1, blank=True), default=list)
    comment = models.TextField(blank=True, db_default="")
    recognised_for = models.CharField(max_length=200, blank=True, db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_class", "student", "period"], name="traits_once"),
            models.CheckConstraint(condition=Q(period__range=(1, 4)), name="traits_period"),
            models.CheckConstraint(condition=_only_levels("qualities"), name="traits_qualities"),
            models.CheckConstraint(condition=_only_levels("general"), name="traits_general"),
            models.CheckConstraint(condition=_only_levels("specific"), name="traits_specific"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.student_id} #{self.period}"
