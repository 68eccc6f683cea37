"""What the Ministry asks about pupils, staff, schools, classes, and the codes it answers with; from day to day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _


def dated(name: str, *keys: str) -> list[models.BaseConstraint]:
    """One version of a thing is open at a time, and none ends before it begins."""
    return [
        models.UniqueConstraint(fields=keys, condition=Q(valid_to=None), name=f"{name}_one_open"),
        models.UniqueConstraint(fields=[*keys, "valid_from"], name=f"{name}_once"),
        models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=f"{name}_dates"),
    ]


class Field(models.Model):
    """A field of an object. ``code``: its name in the Ministry's exchange; ``list_code``: its `CodeList`, or "".

    ``length``: the most letters, None where nothing is said. ``valid_to`` is the last day, None while it holds.
    """

    catalogue = True

    class Object(models.TextChoices):
        PUPIL = "pupil", _("Học sinh")
        STAFF = "staff", _("Giáo viên, nhân viên")
        SCHOOL = "school", _("Trường")
        CLASS = "class", _("Lớp")

    class Type(models.TextChoices):
        TEXT = "text", _("Chữ")
        INTEGER = "integer", _("Số nguyên")
        DECIMAL = "decimal", _("Số thập phân")
        DATE = "date", _("Ngày")
        OTHER = "other", _("Ảnh, danh sách")

    class Need(models.TextChoices):
        ALWAYS = "always", _("Bắt buộc")
        SOMETIMES = "sometimes", _("Bắt buộc khi có")
        NEVER = "never", _("Không bắt buộc")

    object = models.CharField(max_length=6, choices=Object)
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=400)
    type = models.CharField(max_length=7, choices=Type)
    length = models.SmallIntegerField(null=True)
    need = models.CharField(max_length=9, choices=Need)
    list_code = models.CharField(max_length=80, blank=True)
    section = models.CharField(max_length=12)
    position = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = dated("catalogue_field", "object", "code")

    def __str__(self) -> str:
        return f"{self.object}.{self.code}"


class CodeList(models.Model):
    """A list of codes (DM_DAN_TOC), or the choices that stand in a field itself (pupil.NhomMau)."""

    catalogue = True

    code = models.CharField(max_length=80)
    title = models.CharField(max_length=400)
    position = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = dated("catalogue_list", "code")

    def __str__(self) -> str:
        return self.code


class Code(models.Model):
    """A code of a list with its words; ``more`` holds the other columns of the list as they were published."""

    catalogue = True

    list_code = models.CharField(max_length=80)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=400)
    more = models.JSONField(default=dict)
    position = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = dated("catalogue_code", "list_code", "code")

    def __str__(self) -> str:
        return f"{self.list_code} {self.code}"


class Edition(models.Model):
    """An update: from which day it holds, from which files, and how many rows it opened, replaced, closed."""

    catalogue = True

    valid_from = models.DateField()
    loaded_at = models.DateTimeField()
    source = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, blank=True)
    opened = models.IntegerField()
    replaced = models.IntegerField()
    closed = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.valid_from} {self.source}"
