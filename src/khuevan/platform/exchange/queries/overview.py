"""How far each partner is: counts by state, by kind, by reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from khuevan.kernel.clock import now

from ..models import Delivery, Partner, Tally
from .words import KIND_NAMES, STATES, kind_name

STUCK = tuple(STATES)
MOST_REASONS = 20


@dataclass
class Standing:
    """A partner with how many records it has as they are now (``held``), are on their way (``waiting``), will not go
    without somebody's help (``stuck``); ``state``: "paused", "away", "sending" or "well"."""

    partner: Partner
    held: int = 0
    waiting: int = 0
    stuck: int = 0

    @property
    def state(self) -> str:
        """What to tell of it first."""
        if self.partner.paused_at:
            return "paused"
        if self.partner.trouble:
            return "away"
        return "sending" if self.waiting else "well"

    @property
    def next_at(self) -> datetime | None:
        """When it is tried again, where that lies ahead."""
        held = self.partner.held_until
        return held if held and held > now() else None


@dataclass(frozen=True, slots=True)
class KindLine:
    """Counts of one kind for a partner."""

    name: str
    held: int
    waiting: int
    stuck: int


def standings() -> list[Standing]:
    """Every partner; two queries."""
    sums = {partner: counts for partner, *counts in _sums("partner_id")}
    return [Standing(one, *sums.get(one.pk, ())) for one in Partner.objects.order_by("name")]


def standing(partner: Partner) -> tuple[Standing, list[KindLine]]:
    """One partner, also by kind; one query."""
    kinds = {kind: counts for kind, *counts in _sums("kind", partner=partner)}
    lines = [
        KindLine(kind_name(kind), *kinds.get(kind, (0, 0, 0)))
        for kind in KIND_NAMES
        if kind in {*partner.kinds, *kinds}
    ]
    return Standing(partner, *map(sum, zip(*kinds.values(), strict=True))), lines


def reasons_of(partner: Partner) -> list[tuple[str, str, int]]:
    """State, reason and how many, the most frequent first; one query."""
    rows = Delivery.objects.filter(partner=partner, state__in=STUCK).values_list("state", "reason")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "reason")[:MOST_REASONS])


def _sums(by: str, **which: object) -> list[tuple]:
    """By partner or kind: held, waiting, stuck."""
    rows = Tally.objects.filter(**which).values_list(by)
    return list(rows.annotate(h=Sum("held"), w=Sum("waiting"), s=Sum("stuck")).order_by())
