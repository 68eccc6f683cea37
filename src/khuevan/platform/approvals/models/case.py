"""Where something stands, and every step that led there."""

from django.db import models

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel


class Case(SchoolModel):
    """One thing on its way through a process. The room that owns the thing keeps the link to its case.

    ``student`` is set where the thing is about one pupil, whose family may then follow it.
    """

    isolation = Isolation(family="student", province="write")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    student = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    process = models.CharField(max_length=40)
    state = models.CharField(max_length=24)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school", "process", "state"], name="case_state")]

    def __str__(self) -> str:
        return f"{self.process} {self.state}"


class Step(SchoolModel):
    """One step of a case: who moved it from where to where, when and why. No role can alter it."""

    isolation = Isolation(family="student", province="write", append_only=True)

    id = models.BigAutoField(primary_key=True)
    student = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    case = SchoolLink(Case)
    verb = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=120)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "case"], name="step_case")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.from_state} → {self.to_state}"
