"""What is beyond its bound now, what was, and the rules that are watched."""

from django.db.models import F, QuerySet

from ..models import Alarm, Rule


def open_alarms() -> QuerySet[Alarm]:
    """In scope, what nobody has taken up first, then the oldest."""
    found = Alarm.objects.filter(ended_at=None).select_related("school")
    return found.order_by(F("acknowledged_at").asc(nulls_first=True), "raised_at", "id")


def past_alarms() -> QuerySet[Alarm]:
    """In scope, what has ended, the latest first."""
    return Alarm.objects.exclude(ended_at=None).select_related("school").order_by("-ended_at", "-id")


def rules() -> QuerySet[Rule]:
    """Those that are watched, in scope."""
    return Rule.objects.filter(lifted_at=None).order_by("code", "by", "id")
