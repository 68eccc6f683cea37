"""What happened to units, latest first."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from khuevan.kernel.clock import today

from ..models import Seat, UnitEvent, UnitSuccession
from .tree import units_on


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


def doubtful_homes(department_id: int) -> QuerySet[UnitSuccession]:
    """Schools of a department whose commune was split when they were handed over, while they still lie where that put
    them; the school is ``after``."""
    since = Seat.objects.filter(unit=OuterRef("after_id"), valid_to=None, valid_from=OuterRef("event__effective_on"))
    under = [unit.id for unit in units_on(today(), under=[department_id])]
    found = UnitSuccession.objects.filter(event__kind="handover", main=False, after_id__in=under)
    still: Any = found.filter(Exists(since), ~Exists(UnitEvent.objects.filter(undoes=OuterRef("event_id"))))
    rows: QuerySet[UnitSuccession] = still.select_related("after").order_by("after__name", "after_id")
    return rows


def _whole() -> QuerySet[UnitEvent]:
    rows = UnitSuccession.objects.select_related("before", "after").order_by("id")
    undone = UnitEvent.objects.filter(undoes=OuterRef("pk"))
    found = UnitEvent.objects.annotate(undone=Exists(undone)).defer("effects")
    return found.prefetch_related(Prefetch("successions", rows)).order_by("-effective_on", "-id")
