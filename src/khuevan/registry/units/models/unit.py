"""The tree of units, with dates: districts closed on 30/6/2025, provinces merged, schools come and go."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from khuevan.kernel.ids import uuid7

from .spans import DATES_IN_ORDER, never_twice


class Province(models.Model):
    """One of the 34 provinces since 1/7/2025 (QĐ 19/2025/QĐ-TTg)."""

    catalogue = True

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.full_name


class Commune(models.Model):
    """One of the 3,321 xã, phường and đặc khu; the 5-digit code is unique in the country."""

    catalogue = True

    code = models.CharField(max_length=5, primary_key=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.full_name


class Unit(models.Model):
    """A body that runs, oversees or is a school, as it is now. Its level of government is a row, never a folder.

    What it was called earlier is a `FormerState`. A school of several levels has its lowest one in ``level`` and the
    others in ``more_levels``.
    """

    catalogue = True
    kept_by_province = True

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Bộ")
        DEPARTMENT = "department", _("Sở")
        DISTRICT = "district", _("Phòng (đến 30/6/2025)")
        COMMUNE = "commune", _("UBND cấp xã")
        SCHOOL = "school", _("Trường")
        SITE = "site", _("Điểm trường")

    class Level(models.TextChoices):
        PRESCHOOL = "01", _("Mầm non")
        PRIMARY = "02", _("Tiểu học")
        LOWER = "03", _("Trung học cơ sở")
        UPPER = "04", _("Trung học phổ thông")
        CONTINUING = "05", _("Giáo dục thường xuyên")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    level = models.CharField(max_length=2, choices=Level, blank=True)
    more_levels = ArrayField(models.CharField(max_length=2, choices=Level), default=list, db_default=[])
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
                name="unit_dates",
            )
        ]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return self.name


class Edge(models.Model):
    """Who a unit belongs to, from when to when: one parent of a kind on any day, which the database guarantees."""

    travels_with = "child"
    catalogue = True
    kept_by_province = True

    class Kind(models.TextChoices):
        RUNS = "runs", _("Quản lý")
        GUIDES = "guides", _("Hướng dẫn chuyên môn")

    child = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.RUNS, db_default=Kind.RUNS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            never_twice("edge_one_parent", "child", condition=Q(kind="runs")),
            never_twice("edge_one_guide", "child", condition=Q(kind="guides")),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="edge_of_two"),
            models.CheckConstraint(condition=DATES_IN_ORDER, name="edge_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class FormerState(models.Model):
    """The name, code and levels that a unit had from when to when, before those that it has now."""

    travels_with = "unit"
    catalogue = True
    kept_by_province = True

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    level = models.CharField(max_length=2, choices=Unit.Level, blank=True)
    more_levels = ArrayField(models.CharField(max_length=2, choices=Unit.Level), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            never_twice("former_state_once", "unit"),
            models.CheckConstraint(condition=DATES_IN_ORDER, name="former_state_dates"),
        ]
        indexes = [models.Index(fields=["code"], name="former_state_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitCode(models.Model):
    """What another system calls a unit (the Ministry, examinations, tax), from when to when.

    On one day a unit has one code in a system, and a code is that of one unit.
    """

    travels_with = "unit"
    catalogue = True
    kept_by_province = True

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    system = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            never_twice("unit_code_one", "unit", texts=("system",)),
            never_twice("unit_code_of_one", texts=("system", "code")),
            models.CheckConstraint(condition=DATES_IN_ORDER, name="unit_code_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


class Seat(models.Model):
    """The area in which a unit lies, from when to when: an old ward until 30/6/2025, a commune since."""

    travels_with = "unit"
    catalogue = True
    kept_by_province = True

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    area = models.ForeignKey("units.Area", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            never_twice("seat_one", "unit"),
            models.CheckConstraint(condition=DATES_IN_ORDER, name="seat_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.area_id}"
