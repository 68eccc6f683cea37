"""What was counted of the whole province, kept until somebody wants it newer."""

from django.db import models

from khuevan.registry.isolation.api import Isolation


class Count(models.Model):
    """The answer to one question about the whole province, and when it was counted.

    ``question`` and ``answer`` are what `queries.province` reads and makes. ``ordered_at`` is there while a new count
    is on its way, ``begun_at`` once a worker is at it. ``asked_at``: when somebody last wanted it newer.
    """

    isolation = Isolation(province="write", through="false")

    id = models.BigAutoField(primary_key=True)
    question = models.CharField(max_length=120, unique=True)
    answer = models.JSONField(null=True)
    counted_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.question} {self.counted_at}"
