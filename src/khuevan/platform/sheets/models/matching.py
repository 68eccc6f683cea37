"""What a person confirmed about the columns of a source."""

from django.db import models

from khuevan.registry.isolation.api import SchoolModel


class Matching(SchoolModel):
    """Which column of a source is which field, as confirmed the last time.

    A source is recognised by all its column names: ``digest`` is their SHA-256. ``columns``: folded column name →
    field, "" for a column that is left out.
    """

    id = models.BigAutoField(primary_key=True)
    layout = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    columns = models.JSONField()
    by = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "layout", "digest"], name="matching_once")]

    def __str__(self) -> str:
        return f"{self.layout} {self.digest[:8]}"
