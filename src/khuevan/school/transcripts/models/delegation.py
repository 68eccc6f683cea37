"""A principal lets somebody sign transcripts on their behalf for a time."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolModel


class Delegation(SchoolModel):
    """``person`` may sign as ``form`` says from ``starts_on`` to ``ends_on``, unless withdrawn before.

    ``given_by`` is the principal; ``decision_no`` the paper behind it. A withdrawn one stays: what was signed under it
    before remains valid.
    """

    class Form(models.TextChoices):
        KT = "KT", "KT. (ký thay)"
        TL = "TL", "TL. (thừa lệnh)"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    form = models.CharField(max_length=2, choices=Form, default=Form.KT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    decision_no = models.CharField(max_length=60)
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_dates"),
            models.CheckConstraint(condition=~Q(person=F("given_by")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="delegation_withdrawn_why"
            ),
        ]
        indexes = [models.Index(fields=["school", "person"], name="delegation_person")]

    def __str__(self) -> str:
        return f"{self.form} {self.starts_on} – {self.ends_on}"
