"""What happened to units, latest first."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ..models import UnitEvent, UnitSuccession


def events_of(unit_ids: Iterable[int]) -> QuerySet[UnitEvent]:
    """Events in which one of the units took part, with everybody who did; ``undone`` marks those taken back."""
    ids = list(unit_ids)
    found = UnitSuccession.objects.filter(Q(before_id__in=ids) | Q(after_id__in=ids)).values("event_id")
    return _whole().filter(pk__in=found)


def later_events(event: UnitEvent, unit_ids: Iterable[int]) -> bool:
    """Whether something that still holds was recorded about one of the units after an event."""
    ids = list(unit_ids)
    found = UnitSuccession.objects.filter(Q(before_id__in=ids) | Q(after_id__in=ids))
    taken_back = UnitEvent.objects.filter(undoes=OuterRef("event_id"))
    newer = Q(event__effective_on__gt=event.effective_on) | Q(event_id__gt=event.pk)
    holds: Any = found.exclude(event__kind="undo").exclude(event=event).filter(newer, ~Exists(taken_back))
    return bool(holds.exists())


def _whole() -> QuerySet[UnitEvent]:
    rows = UnitSuccession.objects.select_related("before", "after").order_by("id")
    undone = UnitEvent.objects.filter(undoes=OuterRef("pk"))
    found = UnitEvent.objects.annotate(undone=Exists(undone)).defer("effects")
    return found.prefetch_related(Prefetch("successions", rows)).order_by("-effective_on", "-id")
