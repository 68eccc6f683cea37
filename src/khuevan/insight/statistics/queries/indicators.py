"""Indicators as they were defined on a day."""

from datetime import date

from django.db.models import Q

from ..models import Indicator


def indicators_on(day: date) -> list[Indicator]:
    """What holds on a day, in the order in which it was defined first; one query."""
    return list(_holding(day).order_by("position", "id"))


def indicator_on(code: str, day: date) -> Indicator | None:
    """One of them; one query."""
    return _holding(day).filter(code=code).first()


def versions_of(code: str) -> list[Indicator]:
    """Every definition, the newest first; one query."""
    return list(Indicator.objects.filter(code=code).order_by("-valid_from"))


def _holding(day: date):
    return Indicator.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
