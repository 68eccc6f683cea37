"""The end of a decision of the school: who lifted it, when and why."""

from django.db import models


class Lifting(models.Model):
    """What is in force until it is lifted; the row stays."""

    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    lifted_by_name = models.CharField(max_length=80, blank=True, db_default="")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        abstract = True
