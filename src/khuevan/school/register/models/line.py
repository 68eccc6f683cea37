"""The register: who has which number."""

from django.db import models
from django.db.models import Q

from khuevan.registry.isolation.api import SchoolModel, StudentModel


class RegisterLine(StudentModel):
    """A pupil's number in a school's register (số đăng bộ): given once, never to anybody else.

    Two records that were merged into one person keep both numbers; the lower one counts.
    """

    id = models.BigAutoField(primary_key=True)
    number = models.IntegerField()
    entered_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="register_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="register_from_1"),
        ]
        indexes = [models.Index(fields=["school", "student"], name="register_line_pupil")]

    def __str__(self) -> str:
        return f"{self.number}"


class Counter(SchoolModel):
    """The last number of a school's register. Its row is locked while numbers are given."""

    id = models.BigAutoField(primary_key=True)
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="register_counter_once")]

    def __str__(self) -> str:
        return f"{self.last}"
