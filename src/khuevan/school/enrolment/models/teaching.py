"""Who teaches or leads a class from when to when, who stands in for whom, and what takes lessons off a teacher."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, SchoolModel

from .school_year import ClassSubject, SchoolClass


class Teaching(SchoolModel):
    """A teacher holds a post in a class from when to when: a subject of it, or (``class_subject`` NULL) its homeroom.

    Of a post's own teachers one follows the other; ``stands_for`` is set where somebody does the work of another for
    some days (dạy thay) and has the same rights in these days. `ClassSubject.teacher` and `SchoolClass.homeroom` say
    who holds the post now; a post whose teacher never changed may have no row here.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    school_class = SchoolLink(SchoolClass)
    class_subject = SchoolLink(ClassSubject, null=True)
    teacher = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    stands_for = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "class_subject"],
                condition=Q(stands_for=None, ends_on=None, class_subject__isnull=False),
                name="teaching_one_open",
            ),
            models.UniqueConstraint(
                fields=["school", "school_class"],
                condition=Q(stands_for=None, ends_on=None, class_subject=None),
                name="teaching_one_homeroom",
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="teaching_dates"),
            models.CheckConstraint(
                condition=Q(stands_for=None) | (Q(ends_on__isnull=False) & ~Q(stands_for=F("teacher"))),
                name="teaching_stand_in",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "school_class"], name="teaching_class"),
            models.Index(fields=["teacher"], condition=Q(stands_for__isnull=False), name="teaching_stand_in_of"),
        ]

    def __str__(self) -> str:
        return f"{self.teacher_id} {self.school_class_id} {self.class_subject_id or ''}"


class Duty(SchoolModel):
    """A duty beside teaching that takes lessons a week off a teacher's norm in a year ("Tổ trưởng chuyên môn": 3)."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    teacher = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    lessons = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "teacher", "title"], name="duty_once"),
            models.CheckConstraint(condition=Q(lessons__range=(0, 30)), name="duty_lessons"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.teacher_id}"
