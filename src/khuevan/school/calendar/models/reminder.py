"""What the daily round has found lacking."""

from django.db import models

from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel


class Reminder(SchoolModel):
    """Cells of one kind that a book (or, without ``class_subject``, the homeroom part) lacks: soon due, or late.

    Written and taken away by the daily round alone: ``lacking`` cells on the day of ``made_at``, due on ``due_on``.
    """

    isolation = Isolation(province="write")

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    term = models.SmallIntegerField()
    kind = models.CharField(max_length=8)
    school_class = SchoolLink("enrolment.SchoolClass", db_index=False)
    class_subject = SchoolLink("enrolment.ClassSubject", null=True, db_index=False)
    teacher = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    lacking = models.IntegerField()
    due_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_class", "class_subject", "term", "kind"],
                nulls_distinct=False,
                name="reminder_once",
            ),
        ]
        indexes = [models.Index(fields=["school", "teacher"], name="reminder_teacher")]

    def __str__(self) -> str:
        return f"{self.kind} HK{self.term} {self.school_class_id}: {self.lacking}"
