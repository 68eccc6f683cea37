"""How children of a preschool develop (``rules.preschool``)."""

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from khuevan.registry.isolation.api import SchoolLink, StudentModel

_ONLY_CODES = RawSQL(
    """NOT jsonb_path_exists(seen, '$.* ? (@ != "D" && @ != "CD")') AND jsonb_typeof(seen) = 'object'""",
    [],
    models.BooleanField(),
)


class Observation(StudentModel):
    """What was observed of a child in a term; in term 3, the year, a comment alone.

    ``seen``: code of the indicator (or of a domain as a whole) → D reached, CD not yet; what is not there was not
    observed.
    """

    id = models.BigAutoField(primary_key=True)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    term = models.SmallIntegerField()
    seen = models.JSONField(default=dict)
    comment = models.TextField(blank=True, db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_class", "student", "term"], name="observation_once"),
            models.CheckConstraint(condition=Q(term__range=(1, 3)), name="observation_term"),
            models.CheckConstraint(condition=_ONLY_CODES, name="observation_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.student_id} HK{self.term}"
