"""What a list that was brought in did to rows, so that it can be taken back."""

from django.db import models

from khuevan.registry.isolation.api import SchoolModel


class ListChange(SchoolModel):
    """Rows that an import made, from ``first`` to ``last`` (``before`` is NULL), or one that it changed (what its
    columns were; ``first`` is ``last``).

    ``part_of``: the import (platform/sheets); ``table``: person, affiliation, externalid, guardianship, enrolment,
    schoolclass, classsubject.
    """

    id = models.BigAutoField(primary_key=True)
    part_of = models.BigIntegerField()
    table = models.CharField(max_length=12)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    before = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "part_of"], name="list_change_import"),
            models.Index(fields=["school", "table", "first"], name="list_change_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.first}"
