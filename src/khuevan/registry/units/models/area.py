"""Areas of the country in both eras: three levels until 30/6/2025, two levels since (NQ 202/2025/QH15)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _


class Area(models.Model):
    """A province, district or commune on the map of its time; ``code`` is unique among areas of a level on one day.

    The old map is that of June 2025: changes before are not in it. ``former_name`` is what the area was called until
    the day before ``renamed_on``.
    """

    catalogue = True

    class Level(models.TextChoices):
        PROVINCE = "province", _("Tỉnh, thành phố")
        DISTRICT = "district", _("Quận, huyện (đến 30/6/2025)")
        COMMUNE = "commune", _("Xã, phường, thị trấn, đặc khu")

    id = models.BigAutoField(primary_key=True)
    level = models.CharField(max_length=8, choices=Level)
    code = models.CharField(max_length=5)
    full_name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    former_name = models.CharField(max_length=80, blank=True)
    renamed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="area_once"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="area_dates"),
            models.CheckConstraint(
                condition=Q(former_name="", renamed_on=None) | ~Q(former_name="") & Q(renamed_on__isnull=False),
                name="area_renamed",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class AreaSuccession(models.Model):
    """A commune of 30/6/2025 lies, wholly or in part, in a commune of 1/7/2025.

    ``main`` marks the one that took in most of it; an area with several successors was split.
    """

    catalogue = True

    old = models.ForeignKey(Area, models.PROTECT, related_name="+")
    new = models.ForeignKey(Area, models.PROTECT, related_name="+")
    main = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="area_succession_once"),
            models.UniqueConstraint(fields=["old"], condition=Q(main=True), name="area_succession_one_main"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
