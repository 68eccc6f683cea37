"""What is different for one pupil, by decision of the school."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, StudentModel

from .lifting import Lifting


class SpecialCase(Lifting, StudentModel):
    """A dated decision about one pupil of a class (TT 22/2021 Art. 9, 11; TT 27/2020 Art. 11), until it is lifted.

    ``exempt`` (miễn học) and ``other`` (takes another elective): the pupil does not take ``class_subject`` in ``term``
    (3 = the whole year). ``carried``: ``result`` (tenths, or 1 and 0) stands for a term spent at ``source``.
    ``plan``: a plan of the pupil's own because of a disability, without subject, term 3; ``decision`` is the outcome
    that the principal decided, "" while open.
    """

    class Kind(models.TextChoices):
        EXEMPT = "exempt", gettext_noop("Miễn học")
        OTHER = "other", gettext_noop("Không học môn này")
        CARRIED = "carried", gettext_noop("Kết quả từ trường cũ")
        PLAN = "plan", gettext_noop("Kế hoạch giáo dục cá nhân")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    class_subject = SchoolLink("enrolment.ClassSubject", null=True, db_index=False)
    term = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    result = models.SmallIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True, db_default="")
    decision = models.CharField(max_length=16, blank=True, db_default="")
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    granted_by_name = models.CharField(max_length=80)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "class_subject", "student", "term"],
                condition=Q(lifted_at=None),
                name="special_case_one_open",
            ),
            models.UniqueConstraint(
                fields=["school", "school_class", "student"],
                condition=Q(lifted_at=None, kind="plan"),
                name="special_case_one_plan",
            ),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="special_case_term"),
            models.CheckConstraint(
                condition=Q(kind="plan", class_subject=None, term=3) | Q(~Q(kind="plan"), ~Q(class_subject=None)),
                name="special_case_subject",
            ),
            models.CheckConstraint(
                condition=Q(result=None) & ~Q(kind="carried")
                | Q(kind="carried", result__range=(0, 100), term__range=(1, 2)),
                name="special_case_result",
            ),
        ]
        indexes = [models.Index(fields=["school", "school_class"], name="special_case_class")]

    def __str__(self) -> str:
        return f"{self.kind} {self.student_id} HK{self.term}"
