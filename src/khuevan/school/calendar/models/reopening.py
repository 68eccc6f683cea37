"""A teacher's wish to fill in again what is closed."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, SchoolModel

from ..rules.kinds import KINDS, SUMMARY


class Reopening(SchoolModel):
    """One kind of columns of one book (``class_subject`` None: of the homeroom part), asked for with a reason.

    ``case`` says where it stands; ``until`` is the last day on which it is open once a leader agreed; ``ended_at``:
    refused, taken back, closed again, or followed by a new one after ``until``.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    term = models.SmallIntegerField()
    kind = models.CharField(max_length=8)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    class_subject = SchoolLink("enrolment.ClassSubject", null=True, db_index=False)
    case = SchoolLink("approvals.Case", db_index=False)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_class", "class_subject", "term", "kind"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="reopening_one_open",
            ),
            models.CheckConstraint(
                condition=Q(term__range=(1, 2), kind__in=KINDS) | Q(term=3, kind=SUMMARY), name="reopening_kind"
            ),
        ]
        indexes = [models.Index(fields=["school", "-asked_at"], name="reopening_latest")]

    def __str__(self) -> str:
        return f"{self.kind} HK{self.term} {self.school_class_id}"
