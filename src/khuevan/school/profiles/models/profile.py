"""What a school fills in about its people beyond what the register of people holds, and how complete it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from khuevan.registry.isolation.api import Isolation, SchoolModel


class Kind(models.TextChoices):
    """Whose profile; as in `Affiliation.Kind`."""

    PUPIL = "pupil", _("Học sinh")
    STAFF = "staff", _("Giáo viên, nhân viên")


class Profile(SchoolModel):
    """A pupil or a member of staff at one school. ``values``: field of the catalogue → what is stored, all as text.

    Dates are ISO, numbers have a point; codes are those of the field's list. What `Person` and its numbers hold is not
    here (`rules/held.py`). Families do not read it: guardians' addresses and jobs stand in it.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    values = models.JSONField(default=dict)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "person", "kind"], name="profile_once"),
            models.CheckConstraint(condition=Q(kind__in=["pupil", "staff"]), name="profile_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Score(SchoolModel):
    """How complete the profiles of a school were when they were counted, kept for lists over many schools.

    ``due``: weight of all required answers; ``missing``: of those that lack; ``clean``: people without contradictions;
    ``counts``: line of the to-do list → people.
    """

    isolation = Isolation(province="write")

    kind = models.CharField(max_length=5, choices=Kind)
    people = models.IntegerField()
    due = models.BigIntegerField()
    missing = models.BigIntegerField()
    clean = models.IntegerField()
    counts = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "kind"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.kind}"
