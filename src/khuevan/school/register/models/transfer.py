"""A pupil on the way from one school of the system to another."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, StudentModel


class Transfer(StudentModel):
    """One of the two sides of a transfer; both carry ``pair``. Each school sees its own side, the family both.

    ``side``: "out" at the sending school, "in" at the receiving one. A side carries all that its school may know of the
    other: name, birth (ISO, as far as known), sex, grade, class wanted, reason; nothing is read from the pupil's record
    before the release. ``place``: the name of the class that the receiving school has chosen; ``class_to`` on its side.
    """

    class Side(models.TextChoices):
        OUT = "out"
        IN = "in"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    pair = models.UUIDField()
    side = models.CharField(max_length=3, choices=Side)
    other = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    case = SchoolLink("approvals.Case")
    full_name = models.CharField(max_length=80)
    birth = models.CharField(max_length=10, blank=True)
    sex = models.SmallIntegerField(default=0)
    grade = models.SmallIntegerField()
    wanted = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500)
    asked_by = models.CharField(max_length=80)
    asked_on = models.DateField()
    due_on = models.DateField()
    place = models.CharField(max_length=20, blank=True)
    class_to = SchoolLink("enrolment.SchoolClass", null=True)
    answered_on = models.DateField(null=True)
    paper_no = models.CharField(max_length=60, blank=True)
    paper_on = models.DateField(null=True)
    released_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "pair"], name="transfer_side_once"),
            models.CheckConstraint(condition=Q(side__in=["out", "in"]), name="transfer_side"),
        ]
        indexes = [models.Index(fields=["school", "student"], name="transfer_pupil")]

    def __str__(self) -> str:
        return f"{self.side} {self.pair}"
