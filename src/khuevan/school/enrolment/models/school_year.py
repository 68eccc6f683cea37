"""Years, classes, subjects, and who is where when."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolLink, SchoolModel, StudentModel

SEEN_BY_FAMILIES = Isolation(family="school")


class SchoolYear(SchoolModel):
    """A school's year; ``year`` is its first calendar year. Open until it is closed."""

    isolation = SEEN_BY_FAMILIES

    year = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="school_year_once")]

    def __str__(self) -> str:
        return f"{self.year}–{self.year + 1}"


class Term(SchoolModel):
    """Học kỳ I or II of a school's year."""

    isolation = SEEN_BY_FAMILIES

    year = models.SmallIntegerField()
    number = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="term_once"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="term_number"),
        ]

    def __str__(self) -> str:
        return f"HK {self.number} {self.year}"


class Subject(models.Model):
    """A subject of the 2018 curriculum (TT 32/2018, TT 13/2022/TT-BGDĐT); a catalogue, the same for everybody."""

    catalogue = True

    class Form(models.TextChoices):
        SCORE = "score", "Nhận xét kết hợp điểm số"
        PASS = "pass", "Nhận xét"

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=20)
    form = models.CharField(max_length=5, choices=Form)
    position = models.SmallIntegerField()

    def __str__(self) -> str:
        return self.name


class SchoolClass(SchoolModel):
    """A class of one year (7A), with its homeroom teacher. Grades 13 to 18 are the ages of a preschool."""

    isolation = SEEN_BY_FAMILIES

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.SmallIntegerField()
    grade = models.SmallIntegerField()
    name = models.CharField(max_length=20)
    homeroom = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year", "name"], name="school_class_once")]

    def __str__(self) -> str:
        return self.name


class ClassSubject(SchoolModel):
    """A subject taught to a class by a teacher: one book of marks a term.

    ``lessons`` per year set how many regular marks a term has; ``regular_count`` overrides it (TT 22/2021 Art. 6).
    The database gives numbers that begin with the school year (2026000000042), by which marks are kept apart.
    """

    NUMBERS_A_YEAR = 1_000_000_000
    isolation = SEEN_BY_FAMILIES

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    school_class = SchoolLink(SchoolClass)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    teacher = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    lessons = models.SmallIntegerField()
    regular_count = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_class", "subject"], name="class_subject_once"),
        ]
        indexes = [models.Index(fields=["school", "teacher"], name="class_subject_teacher")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.school_class_id}"


class Enrolment(StudentModel):
    """A pupil is in a class from when to when; ``number`` is the place in the class list."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    school_class = SchoolLink(SchoolClass)
    number = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "student", "year", "starts_on"], name="enrolment_once"),
            models.UniqueConstraint(
                fields=["school", "student", "year"], condition=Q(ends_on=None), name="enrolment_one_open"
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="enrolment_dates"),
        ]
        indexes = [models.Index(fields=["school", "school_class"], name="enrolment_class")]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.school_class_id}"
