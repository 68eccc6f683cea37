"""Two records that may be one person, and the search that looks for such pairs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation

_BOTH_SEEN = (
    "exists (select 1 from people_person p where p.id = first_id)"
    " and exists (select 1 from people_person p where p.id = second_id)"
)


class Pair(models.Model):
    """Two records that look alike; a school sees the pairs both of whose records it sees.

    ``score`` 0 to 100, ``reasons`` codes of `rules.likeness`. What was decided about it is dated, has its reason, and
    is remembered: no search opens it again.
    """

    isolation = Isolation(through=_BOTH_SEEN, province="write")

    class State(models.TextChoices):
        OPEN = "open", _("Chờ xem")
        MERGED = "merged", _("Đã gộp")
        DIFFERENT = "different", _("Không phải một người")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    first = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    second = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    score = models.SmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_order"),
            models.CheckConstraint(condition=Q(state="open") | Q(decided_at__isnull=False), name="pair_decided"),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="pair_state")]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class Sweep(models.Model):
    """A search through the whole province, year of birth by year of birth; what is done stays done.

    ``years`` are all that are to be searched, ``done`` how many of them, in their order, have been.
    """

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    years = ArrayField(models.SmallIntegerField())
    done = models.SmallIntegerField(default=0)
    found = models.IntegerField(default=0)
    by = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done}/{len(self.years)}"
