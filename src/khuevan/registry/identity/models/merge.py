"""Two records that have become one, and every row that was touched for it."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation


class Merge(models.Model):
    """``loser`` is ``winner``'s second record: who found it, when, why, which values were kept.

    ``chosen`` are the facts that the winner keeps; ``before`` and ``after`` hold both rows of `people.Person` whole.
    """

    isolation = Isolation(through="exists (select 1 from people_person p where p.id = winner_id)", province="write")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    winner = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    loser = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    chosen = models.JSONField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)
    undone_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loser"], condition=Q(undone_at=None), name="merge_once"),
            models.CheckConstraint(condition=~Q(winner=F("loser")), name="merge_two"),
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.winner_id}"


class Moved(models.Model):
    """One row that a merge touched; written by the database's own function alone.

    ``kind``: "moved" from the loser to the winner, "folded" away because the winner has the same (``before`` is the
    row), "ended" or "made" numbers; "reach" is the last row of a table when the merge was done.
    """

    isolation = Isolation(
        through="exists (select 1 from identity_merge m where m.id = merge_id)", check="false", append_only=True
    )

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.table} {self.row}"
