"""Who may log in, and in which roles."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _


class UserManager(BaseUserManager["User"]):
    """Users are found by their log-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A log-in of one person. Names stay with `Person`, which is guarded; rights come from `Assignment`."""

    travels_with = "person"

    id = models.BigAutoField(primary_key=True)
    username = models.CharField("tên đăng nhập", max_length=40, unique=True)
    person = models.OneToOneField("people.Person", models.PROTECT, null=True, related_name="+")
    disabled_at = models.DateTimeField(null=True)
    password_changed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.username

    @property
    def is_active(self) -> bool:
        """Whether the account may log in."""
        return self.disabled_at is None


class Assignment(models.Model):
    """A role at a unit, from when to when. Guardians have no unit: their pupils follow from guardianship."""

    travels_with, travels_at = "user", "unit"

    class Kind(models.TextChoices):
        TEACHER = "teacher", _("Giáo viên")
        LEADER = "leader", _("Lãnh đạo trường")
        CLERK = "clerk", _("Văn thư")
        AUTHORITY = "authority", _("Cơ quan quản lý")
        GUARDIAN = "guardian", _("Cha mẹ học sinh")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="guardian") | Q(unit__isnull=False), name="assignment_unit"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="assignment_dates"
            ),
        ]
        indexes = [models.Index(fields=["user"], name="assignment_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.unit_id}"
