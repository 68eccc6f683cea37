"""How far each partner is: counts by state, by kind, by reason."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from khuevan.kernel.clock import now

from ..models import Delivery, Partner
from .words import KIND_NAMES, STATES, kind_name

STUCK = tuple(STATES)
MOST_REASONS = 20


@dataclass
class Standing:
    """A partner with its counts; ``state``: "paused", "away", "sending" or "well"."""

    partner: Partner
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """Records that the partner has as they are now."""
        return self.counts.get(Delivery.State.HELD, 0)

    @property
    def waiting(self) -> int:
        """Records on their way."""
        return self.counts.get(Delivery.State.WAITING, 0)

    @property
    def stuck(self) -> int:
        """Records that will not go without somebody's help."""
        return sum(self.counts.get(state, 0) for state in STUCK)

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
    lines = {one.pk: Standing(one) for one in Partner.objects.order_by("name")}
    for partner, state, count in _counted("partner_id", "state"):
        lines[partner].counts[state] = count
    return list(lines.values())


def standing(partner: Partner) -> tuple[Standing, list[KindLine]]:
    """One partner, also by kind; one query."""
    one, kinds = Standing(partner), {}
    for kind, state, count in _counted("record__kind", "state", partner=partner):
        one.counts[state] = one.counts.get(state, 0) + count
        kinds.setdefault(kind, Standing(partner)).counts[state] = count
    lines = [(kind, kinds.get(kind, Standing(partner))) for kind in KIND_NAMES if kind in {*partner.kinds, *kinds}]
    return one, [KindLine(kind_name(kind), x.held, x.waiting, x.stuck) for kind, x in lines]


def reasons_of(partner: Partner) -> list[tuple[str, str, int]]:
    """State, reason and how many, the most frequent first; one query."""
    rows = Delivery.objects.filter(partner=partner, state__in=STUCK).values_list("state", "reason")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "reason")[:MOST_REASONS])


def _counted(*names: str, **which: object) -> list[tuple]:
    rows = Delivery.objects.filter(**which).values_list(*names).annotate(n=Count("pk"))
    return list(rows.order_by(*names))
