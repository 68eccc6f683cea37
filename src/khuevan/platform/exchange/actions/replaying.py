"""Let records go again: one that is stuck, all that are, everything since a moment, what a comparison found."""

from datetime import datetime

from django.db import connection

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Delivery, Partner, Reconciliation
from ..policies import demand
from ..rules.envelope import HIGHEST
from .partners import BOOK

STUCK = (Delivery.State.INVALID, Delivery.State.REFUSED, Delivery.State.DEAD)
_RESEND = f"""
UPDATE exchange_delivery d SET state = 'waiting', attempts = 0, reason = '', next_at = %(now)s, changed_at = %(now)s,
  shift = CASE WHEN f.finding IN ('newer', 'other') AND r.version + d.shift <= f.theirs
    THEN f.theirs + 1 - r.version ELSE d.shift END
FROM exchange_difference f JOIN exchange_record r ON r.id = f.record_id
WHERE f.reconciliation_id = %(reconciliation)s AND f.resent_at IS NULL AND d.record_id = r.id
  AND d.partner_id = %(partner)s AND f.theirs < {HIGHEST}"""  # noqa: S608 - our own number
_RESENT = """
UPDATE exchange_difference SET resent_at = %(now)s
WHERE reconciliation_id = %(reconciliation)s AND resent_at IS NULL AND record_id IS NOT NULL"""


def replay(actor: Actor, partner: Partner, uid: object = None) -> int:
    """The stuck record with this ``uid``, or all that are stuck, wait again; how many."""
    demand(actor)
    stuck = Delivery.objects.filter(partner=partner, state__in=STUCK)
    done = _wait(stuck.filter(uid=uid) if uid else stuck)
    _say(actor, partner, "replay", done)
    return done


def replay_since(actor: Actor, partner: Partner, since: datetime) -> int:
    """Everything that the partner confirmed since a moment goes again, for a partner that lost what it had."""
    demand(actor)
    done = _wait(Delivery.objects.filter(partner=partner, held_at__gte=since))
    _say(actor, partner, "replay_since", done, since.isoformat(timespec="minutes"))
    return done


def resend(actor: Actor, reconciliation: Reconciliation) -> int:
    """What a comparison found goes again, with a version that has an effect; how many records."""
    demand(actor)
    partner = reconciliation.partner
    named = {"now": now(), "reconciliation": reconciliation.pk, "partner": partner.pk}
    with connection.cursor() as cursor:
        cursor.execute(_RESEND, named)
        done = cursor.rowcount
        cursor.execute(_RESENT, named)
    _say(actor, partner, "resend", done)
    return done


def _wait(deliveries: object) -> int:
    moment = now()
    return int(
        deliveries.update(  # type: ignore[attr-defined]
            state=Delivery.State.WAITING, attempts=0, reason="", next_at=moment, changed_at=moment
        )
    )


def _say(actor: Actor, partner: Partner, verb: str, count: int, reason: str = "") -> None:
    if count:
        record(actor, actor.unit_id or 0, BOOK, verb, [Change(partner.name, None, count)], reason=reason)
