"""The logs that are published: each school's entries, and the roots of all schools day by day."""

from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.db import models

from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel

_KEPT = Isolation(province="write", append_only=True)


class Leaf(SchoolModel):
    """An entry of the ledger has its place in the school's log, counted from 0."""

    isolation = _KEPT

    id = models.BigAutoField(primary_key=True)
    position = models.IntegerField()
    entry = SchoolLink("audit.Entry", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "position"], name="leaf_place"),
            models.UniqueConstraint(fields=["school", "entry"], name="leaf_once"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} #{self.position}"


class SchoolRoot(SchoolModel):
    """A school's log at the end of a day that added to it.

    ``size`` entries, ``root`` in hex, ``peaks``: the full subtrees from which it grows; ``position``: where the root
    itself lies in the province's log.
    """

    isolation = replace(_KEPT, whole=True)

    day = models.DateField()
    size = models.IntegerField()
    root = models.CharField(max_length=64)
    peaks = ArrayField(models.CharField(max_length=64))
    position = models.IntegerField(unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="school_root_day")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day}"


class Checkpoint(models.Model):
    """The province's log at the end of a day, signed; for everybody to read.

    ``leaves`` are the roots that the day added, in order: ``{"day", "root", "school" (uid), "size"}``.
    ``note``: the signed checkpoint in the form of C2SP tlog-checkpoint.
    """

    catalogue = True
    kept_by_province = True

    day = models.DateField(primary_key=True)
    size = models.IntegerField()
    root = models.CharField(max_length=64)
    peaks = ArrayField(models.CharField(max_length=64))
    leaves = models.JSONField()
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)
