"""Phrases that a school or one of its teachers keeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolModel


class BankPhrase(SchoolModel):
    """A sentence for comments: of the school, or with ``owner`` of one teacher, whom alone it is shown to.

    ``subjects``: codes of the curriculum, RL for conduct, PCNL for qualities and competences, none for all;
    ``bands``: results for which it is meant (4 very good … 1 not yet); ``word``: "up" or "down" where ``part`` is a
    trend, the code of a tag where it is one.
    """

    class Part(models.TextChoices):
        STRENGTH = "strength", _("Ưu điểm")
        TAG = "tag", _("Điều thầy cô thấy")
        TREND = "trend", _("Tiến bộ")
        LIMIT = "limit", _("Hạn chế")
        NEXT = "next", _("Bước tiếp theo")

    class Shelf(models.TextChoices):
        """Where it stands: a teacher's own, offered by its owner to the school, or the school's."""

        OWN = "own", _("Của tôi")
        OFFERED = "offered", _("Đã gửi cho trường")
        SCHOOL = "school", _("Của trường")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    shelf = models.CharField(max_length=8, choices=Shelf)
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    part = models.CharField(max_length=8, choices=Part)
    text = models.CharField(max_length=200)
    subjects = ArrayField(models.CharField(max_length=12), default=list)
    bands = ArrayField(models.SmallIntegerField(), default=list)
    word = models.CharField(max_length=16, blank=True)
    retired_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "owner", "part", "word", "text"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="phrase_once",
            ),
            models.CheckConstraint(condition=Q(shelf="school", owner=None) | (~Q(shelf="school") & ~Q(owner=None)),
                                   name="phrase_owner"),
            models.CheckConstraint(condition=Q(bands__contained_by=[1, 2, 3, 4]) & ~Q(bands=[]), name="phrase_bands"),
            models.CheckConstraint(
                condition=(Q(part__in=["trend", "tag"]) & ~Q(word="")) | (~Q(part__in=["trend", "tag"]) & Q(word="")),
                name="phrase_word",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text
