"""The plan of a new year: a draft until it is opened, and afterwards the record of who went where."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.dates import year_label
from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel, StudentModel


class Plan(SchoolModel):
    """How a school opens ``year``. ``revision`` grows with every change, so that nobody overwrites another unseen."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    starts_on = models.DateField()
    second_from = models.DateField()
    ends_on = models.DateField()
    keep_teachers = models.BooleanField(db_default=True)
    revision = models.IntegerField(db_default=0)
    touched_by = models.CharField(max_length=80)
    touched_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80, blank=True, db_default="")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="plan_once"),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("second_from"), second_from__lt=F("ends_on")), name="plan_dates"
            ),
        ]

    def __str__(self) -> str:
        return year_label(self.year)


class PlannedClass(SchoolModel):
    """A class of the new year. ``origin``: whose pupils go up into it, none in the first grade.

    ``subjects_from`` and ``staff_from``: the old classes whose electives and whose teachers it takes over; ``made``
    once the year is open.
    """

    id = models.BigAutoField(primary_key=True)
    plan = SchoolLink(Plan, on_delete=models.CASCADE)
    grade = models.SmallIntegerField()
    name = models.CharField(max_length=20)
    origin = SchoolLink("enrolment.SchoolClass", null=True)
    subjects_from = SchoolLink("enrolment.SchoolClass", null=True)
    staff_from = SchoolLink("enrolment.SchoolClass", null=True)
    homeroom = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    made = SchoolLink("enrolment.SchoolClass", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "plan", "name"], name="planned_class_once")]

    def __str__(self) -> str:
        return self.name


class Placement(StudentModel):
    """Where a pupil goes: ``decision`` (`rules.going_up`) and the class, with the result that it follows from.

    ``decided_by`` names who made it an exception; "" while it follows from the result.
    """

    isolation = Isolation()

    id = models.BigAutoField(primary_key=True)
    plan = SchoolLink(Plan, on_delete=models.CASCADE)
    origin = SchoolLink("enrolment.SchoolClass")
    outcome = models.CharField(max_length=16, blank=True, db_default="")
    decision = models.CharField(max_length=8)
    target = SchoolLink(PlannedClass, null=True)
    decided_by = models.CharField(max_length=80, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "plan", "student"], name="placement_once"),
            models.CheckConstraint(
                condition=Q(decision__in=["promote", "repeat", "skip", "wait", "complete", "leave"]),
                name="placement_decision",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(decision__in=["promote", "repeat", "skip"]), name="placement_target"
            ),
        ]
        indexes = [models.Index(fields=["school", "target"], name="placement_target")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.decision}"
