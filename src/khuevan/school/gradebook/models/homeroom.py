"""What the homeroom teacher judges, and what the rules make of a term or a year."""

from django.db import models
from django.db.models import Q

from khuevan.registry.isolation.api import SchoolLink, StudentModel


class Conduct(StudentModel):
    """Conduct (rèn luyện) and absences of a pupil in a term; term 3 is the whole year (TT 22/2021 Art. 8).

    ``level`` T, K, D, CD or "" (in term 3 it follows from the terms); ``absences`` in half-days (buổi), NULL
    if not counted yet; ``retrained``: the level after training in the summer, only in term 3 (Art. 13).
    """

    id = models.BigAutoField(primary_key=True)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    term = models.SmallIntegerField()
    level = models.CharField(max_length=2, blank=True, db_default="")
    comment = models.TextField(blank=True, db_default="")
    absences = models.SmallIntegerField(null=True)
    retrained = models.CharField(max_length=2, blank=True, db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_class", "student", "term"], name="conduct_once"),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="conduct_term"),
            models.CheckConstraint(condition=Q(level__in=["", "T", "K", "D", "CD"]), name="conduct_level"),
            models.CheckConstraint(
                condition=Q(retrained="") | Q(term=3, retrained__in=["T", "K", "D", "CD"]),
                name="conduct_retrained",
            ),
            models.CheckConstraint(condition=Q(absences=None) | Q(absences__range=(0, 400)), name="conduct_absences"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.student_id} HK{self.term}"


class Result(StudentModel):
    """What the rules say of a pupil in a term or the year (term 3); computed on every save, never typed.

    Codes are those of the rule set, "" while something is missing. ``academic_raw`` and ``academic``: level
    before and after TT 22/2021 Art. 9(3), ``adjusted_by`` the subject that caused the step; in primary
    schools the level of TT 27/2020 Art. 9. ``award`` and ``outcome``: names of the regulation's ``Award``
    and ``Outcome`` in small letters (excellent, good, typical; promoted, retest, held_back, support …).
    """

    id = models.BigAutoField(primary_key=True)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    term = models.SmallIntegerField()
    rule_set = models.CharField(max_length=20)
    academic_raw = models.CharField(max_length=4, blank=True, db_default="")
    academic = models.CharField(max_length=4, blank=True, db_default="")
    adjusted_by = models.CharField(max_length=12, blank=True, db_default="")
    conduct = models.CharField(max_length=2, blank=True, db_default="")
    award = models.CharField(max_length=12, blank=True, db_default="")
    outcome = models.CharField(max_length=16, blank=True, db_default="")
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_class", "student", "term"], name="result_once"),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="result_term"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.student_id} HK{self.term}"
