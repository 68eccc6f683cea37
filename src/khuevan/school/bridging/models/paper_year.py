"""A year that a pupil has on paper alone, as somebody copied it and a leader certified it."""

from django.db import models
from django.db.models import Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import SchoolLink, StudentModel


class PaperYear(StudentModel):
    """One year of a paper transcript: where and when, what it says (`rules.reading.Results`), its scan.

    ``book_no``: the number of the paper transcript; ``school_name``, ``class_name``: as on paper. ``rules``: code of
    the rule set that held for the grade then, "" where none is registered; nothing is computed by it.
    ``scan`` is missing until somebody puts it to a year that came with a list; nothing is certified without.
    ``carried_from``: the school that certified it, where it came with a pupil's dossier, "" for an own one.
    ``case`` says where it stands; ``xml`` is the signed certificate, empty until a leader signs. A withdrawn one stays.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = SchoolLink("approvals.Case", db_index=False)
    year = models.SmallIntegerField()
    grade = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    school_name = models.CharField(max_length=160)
    book_no = models.CharField(max_length=60)
    rules = models.CharField(max_length=40, blank=True)
    results = models.JSONField()
    scan = SchoolLink("files.File", null=True, db_index=False)
    carried_from = models.CharField(max_length=160, blank=True, default="", db_default="")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    xml = models.TextField(blank=True)
    certified_by = models.CharField(max_length=160, blank=True)
    certified_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "student", "year"], condition=Q(withdrawn_at=None), name="paper_year_once"
            ),
            models.CheckConstraint(condition=Q(grade__range=(1, 12)), name="paper_year_grade"),
            models.CheckConstraint(condition=Q(certified_at=None) | ~Q(xml=""), name="paper_year_certified_whole"),
            models.CheckConstraint(condition=Q(certified_at=None) | Q(scan__isnull=False), name="paper_year_with_scan"),
        ]
        indexes = [models.Index(fields=["school", "-entered_at"], name="paper_year_latest")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.year}"
