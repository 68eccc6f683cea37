"""The tree of units, with dates: districts closed on 30/6/2025, provinces merged, schools come and go."""

from django.db import models
from django.db.models import F, Q

from khuevan.kernel.ids import uuid7


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
    """A body that runs, oversees or is a school. Its level of government is a row, never a folder."""

    catalogue = True

    class Kind(models.TextChoices):
        MINISTRY = "ministry", "Bộ"
        DEPARTMENT = "department", "Sở"
        DISTRICT = "district", "Phòng (đến 30/6/2025)"
        COMMUNE = "commune", "UBND cấp xã"
        SCHOOL = "school", "Trường"
        SITE = "site", "Điểm trường"

    class Level(models.TextChoices):
        PRESCHOOL = "01", "Mầm non"
        PRIMARY = "02", "Tiểu học"
        LOWER = "03", "Trung học cơ sở"
        UPPER = "04", "Trung học phổ thông"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    level = models.CharField(max_length=2, choices=Level, blank=True)
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
    """Who a unit belongs to, from when to when. At most one parent on any day."""

    catalogue = True

    child = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(valid_to=None), name="edge_one_open_parent"),
            models.UniqueConstraint(fields=["child", "valid_from"], name="edge_one_start"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="edge_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"
