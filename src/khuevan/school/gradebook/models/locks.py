"""Terms that are closed for entry, and answers already given."""

from django.db import models
from django.db.models import Q

from khuevan.registry.isolation.api import Isolation, SchoolModel

from .lifting import Lifting


class TermLock(Lifting, SchoolModel):
    """The school closed a term (3 = re-tests of the year) for entry: who, when, why; who opened it again."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    term = models.SmallIntegerField()
    locked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    locked_by_name = models.CharField(max_length=80)
    locked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "term"], condition=Q(lifted_at=None), name="term_lock_one_open"
            ),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="term_lock_term"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.year} HK{self.term}"


class Submission(SchoolModel):
    """The answer to a save, kept by the key that the page sent: a save that arrives twice counts once.

    ``request`` is the SHA-256 of what was sent: one key with two contents is refused. Forgotten after a week.
    """

    isolation = Isolation(province="write")

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    request = models.CharField(max_length=64)
    response = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="submission_once")]
        indexes = [models.Index(fields=["at"], name="submission_at")]

    def __str__(self) -> str:
        return str(self.key)
