"""Views of the operations centre under a name, and who gets one by e-mail."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolModel


class Named(models.Model):
    """What a view shows: ``filters`` as in the address (term, show, …; no year means the latest), ``widgets`` in order
    (none: all of them).
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=80)
    filters = models.JSONField(default=dict)
    widgets = ArrayField(models.CharField(max_length=24), default=list)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class SavedView(Named, SchoolModel):
    """A view of one user in a role at a unit (``school``)."""

    isolation = Isolation(province="write")
    shared = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user", "name"], condition=Q(dropped_at=None), name="saved_view_once"
            )
        ]


class SharedView(Named):
    """A view that the Sở offers to everybody who may look at the operations centre; each sees the own figures."""

    catalogue = True
    kept_by_province = True
    shared = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], condition=Q(dropped_at=None), name="shared_view_once")]


class Subscription(SchoolModel):
    """A user in a role (``assignment``) gets a view as PDF by e-mail until it is ended.

    ``view`` is the uid of a view, empty for the whole board. ``sent_on``: the day of the last one.
    """

    isolation = Isolation(province="write")

    class Every(models.TextChoices):
        WEEK = "week", _("Mỗi thứ Hai")
        MONTH = "month", _("Ngày đầu tháng")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("accounts.Assignment", models.PROTECT, related_name="+")
    view = models.UUIDField(null=True)
    email = models.EmailField(max_length=160)
    every = models.CharField(max_length=5, choices=Every)
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=120, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user", "view", "email"], condition=Q(ended_at=None), nulls_distinct=False,
                name="subscription_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.email} {self.every}"
