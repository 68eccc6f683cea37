"""People: one row for one life."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from khuevan.kernel.dates import PartialDate
from khuevan.kernel.ids import uuid7
from khuevan.registry.isolation.api import Isolation, SchoolModel

_SEEN_WITH_PERSON = "exists (select 1 from people_person p where p.id = person_id)"


class Person(models.Model):
    """A pupil, a member of staff, a guardian: one lifetime code, whatever they become.

    ``sort_key`` orders by given name in the Vietnamese alphabet, ``search_key`` is folded to plain letters.
    ``school_ids`` and ``staff_ids`` are kept by the database from `Affiliation`; row-level security reads them.
    ``merged_into``: the record turned out to be somebody's second one; it stays behind, bare, so that its code and
    address still lead to that person. An index over ``people_likeness(…)`` finds records that look like one another.
    """

    kept_by_database = ("school_ids", "staff_ids")
    isolation = Isolation(
        family="student",
        through="school_ids && {schools}",
        family_through="id = any({students})",
    )

    class Sex(models.IntegerChoices):
        """QCVN 109:2017/BTTTT."""

        UNKNOWN = 0, "Không rõ"
        MALE = 1, "Nam"
        FEMALE = 2, "Nữ"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    full_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=200, db_collation="C")
    search_key = models.CharField(max_length=100, db_collation="C")
    sex = models.SmallIntegerField(choices=Sex, default=Sex.UNKNOWN)
    birth_year = models.SmallIntegerField(null=True)
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)
    ethnicity = models.CharField(max_length=2, blank=True)
    birth_place = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    school_ids = ArrayField(models.BigIntegerField(), default=list)
    staff_ids = ArrayField(models.BigIntegerField(), default=list)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_day=None) | Q(birth_month__isnull=False), name="person_birth_parts"
            ),
            models.CheckConstraint(condition=Q(birth_month=None) | Q(birth_month__range=(1, 12)), name="person_month"),
            models.CheckConstraint(condition=Q(birth_day=None) | Q(birth_day__range=(1, 31)), name="person_day"),
        ]
        indexes = [GinIndex(fields=["school_ids"]), models.Index(fields=["search_key"], name="person_search")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def birth(self) -> PartialDate | None:
        """The birth date as far as it is known."""
        return PartialDate(self.birth_year, self.birth_month, self.birth_day) if self.birth_year else None


class StaffName(models.Model):
    """How the staff of the schools in scope are called: all that families may know of them. A view of `Person`."""

    id = models.BigIntegerField(primary_key=True)
    full_name = models.CharField(max_length=80)

    class Meta:
        managed = False
        db_table = "people_staff_name"

    def __str__(self) -> str:
        return self.full_name


class ExternalId(models.Model):
    """A number that somebody else gave a person: sector database, personal number, a vendor's code."""

    travels_with = "person"
    isolation = Isolation(through=_SEEN_WITH_PERSON)

    class Kind(models.TextChoices):
        MOET = "moet", "Mã định danh CSDL ngành"
        CITIZEN = "citizen", "Số định danh cá nhân"
        TEMPORARY = "temporary", "Mã tạm"
        VENDOR = "vendor", "Mã phần mềm khác"
        OWN = "own", "Mã của hồ sơ đã gộp"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], condition=Q(valid_to=None), name="external_id_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="external_id_dates"
            ),
        ]
        indexes = [models.Index(fields=["value"], condition=~Q(valid_to=None), name="external_id_ended")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Affiliation(SchoolModel):
    """A person is or was known at a school, as what, from when to when."""

    # One may only tie to the own school whom one sees already; otherwise knowing an id would open a stranger.
    isolation = Isolation(
        family="student", family_through="person_id = any({students})", check=_SEEN_WITH_PERSON, whole=True
    )

    class Kind(models.TextChoices):
        PUPIL = "pupil", "Học sinh"
        STAFF = "staff", "Giáo viên, nhân viên"
        GUARDIAN = "guardian", "Cha mẹ, người giám hộ"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "person", "kind", "valid_from"], name="affiliation_once"),
        ]
        indexes = [models.Index(fields=["school", "kind"])]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.school_id}"


class Guardianship(models.Model):
    """Who answers for a pupil; what a family account may see follows from it."""

    travels_with = "student"
    isolation = Isolation(
        family="student",
        through="exists (select 1 from people_person p where p.id = student_id)",
        family_through="student_id = any({students})",
    )

    class Relation(models.TextChoices):
        MOTHER = "mother", "Mẹ"
        FATHER = "father", "Cha"
        OTHER = "other", "Người giám hộ"

    guardian = models.ForeignKey(Person, models.PROTECT, related_name="+")
    student = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=8, choices=Relation)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guardian", "student", "valid_from"], name="guardianship_once")]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.student_id}"
