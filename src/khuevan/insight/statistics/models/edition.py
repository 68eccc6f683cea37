"""What is told to everybody."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7


class Edition(models.Model):
    """Figures of a year as the Sở gave them to the public: no small cells, nothing that a later change touches.

    ``content``: ``rows`` (code, by, key, label, value as text with a point or null, hidden) and ``dictionary`` (what
    each code is). ``digest``: SHA-256 in hex of its canonical JSON. ``replaced_at``: a newer one is out.
    """

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    term = models.SmallIntegerField()
    office = models.CharField(max_length=160)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "term"], condition=Q(replaced_at=None), name="edition_one_current"),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="edition_term"),
        ]

    def __str__(self) -> str:
        return f"{self.year} HK{self.term}"
