"""Compare what we hold with what a partner holds: group by group, and record by record where a group differs."""

from collections import Counter
from collections.abc import Iterator, Sequence

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import order
from khuevan.registry.isolation.api import acting

from ..models import Difference, Partner, Reconciliation
from ..policies import demand
from ..ports import Away, Channel, Group
from ..queries.holding import GroupOf, Ours, groups_of, records_of, waiting_count
from ..queries.words import finding_words
from ..rules.comparing import Held, finding
from .gathering import PROVINCE
from .sending import channel_of

BATCH = 2000


def ask_compare(actor: Actor, partner: Partner) -> Reconciliation:
    """Order a comparison; a job does it. One that is still under way is returned instead."""
    demand(actor)
    running = Reconciliation.objects.filter(partner=partner, finished_at=None).order_by("-asked_at").first()
    if running:
        return running
    made = Reconciliation.objects.create(partner=partner, asked_by=actor.name or "Máy chủ", asked_at=now())
    order("exchange.compare", reconciliation_id=made.pk)
    return made


def compare_now(partner: Partner, by: str) -> tuple[Reconciliation, list[tuple[str, str, int]]]:
    """Compare at once; also what differs, what to do and how many, by finding."""
    with acting(PROVINCE):
        made = Reconciliation.objects.create(partner=partner, asked_by=by, asked_at=now())
    done = compare(made.pk)
    with acting(PROVINCE):
        found = Counter(done.differences.values_list("finding", flat=True))
    return done, [(*finding_words(one), count) for one, count in found.most_common()]


def compare(reconciliation_id: int, channel: Channel | None = None) -> Reconciliation:
    """Do what was asked and keep it; a partner that is away is said in ``trouble``."""
    with acting(PROVINCE):
        one = Reconciliation.objects.select_related("partner").get(pk=reconciliation_id)
        if one.finished_at:
            return one
        ours = groups_of(one.partner)
    try:
        _compare(one, channel or channel_of(one.partner), ours)
    except Away as away:
        one.trouble = away.reason[:300]
    with acting(PROVINCE):
        one.finished_at = now()
        one.save()
    return one


def _compare(one: Reconciliation, channel: Channel, ours: dict[GroupOf, Group]) -> None:
    theirs = {(group.kind, group.school): group for group in channel.groups()}
    with acting(PROVINCE):
        one.differences.all().delete()
        one.waiting = waiting_count(one.partner)
    one.groups = len(ours.keys() | theirs.keys())
    one.ours = sum(group.count for group in ours.values())
    one.theirs = sum(group.count for group in theirs.values())
    for place in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(place), theirs.get(place)
        if here and there and here.digest == there.digest:
            continue
        one.compared += 1
        held = channel.records(*place) if there else ()
        with acting(PROVINCE):
            found = list(_differences(one, place, records_of(one.partner, *place), held))
            Difference.objects.bulk_create(found, batch_size=BATCH)
            Reconciliation.objects.filter(pk=one.pk).update(groups=one.groups, compared=one.compared)


def _differences(
    one: Reconciliation, place: GroupOf, ours: dict[str, Ours], held: Sequence[Held]
) -> Iterator[Difference]:
    theirs = {there.ref: there for there in held}
    for ref in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(ref), theirs.get(ref)
        found = finding(here.held if here else None, there)
        if not found or (here and here.waiting):
            continue
        yield Difference(
            reconciliation=one, kind=place[0], school_code=place[1], ref=ref, finding=found,
            record_id=here.record_id if here else None,
            ours=here.held.version if here else 0, theirs=there.version if there else 0,
        )  # fmt: skip
