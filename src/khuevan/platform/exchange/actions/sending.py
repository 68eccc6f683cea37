"""Send what waits for a partner, batch by batch, and keep what the partner said of each record.

Nothing is locked while the partner is asked. A process that dies in between leaves the records waiting; they are sent
again, and the envelope makes the second time harmless.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import acting

from ..adapters.http_channel import HttpChannel
from ..adapters.secrets import opened
from ..models import Partner
from ..ports import Away, Channel, TooMuch
from ..queries.waiting import Waiting, due
from ..rules.pauses import pause
from .answering import Said, apply_answers, prepared, said_of
from .gathering import PROVINCE
from .tallying import Tally

PATIENCE = 5.0
_LOCK, _UNLOCK = (
    f"SELECT {name}(hashtext('exchange.send'), %s)" for name in ("pg_try_advisory_lock", "pg_advisory_unlock")
)
Telling = Callable[["Round"], None]


@dataclass
class Round:
    """What one round did: records ``taken`` up, confirmed by the partner (``held``), not (``failed``), batches sent,
    times that the partner was away; ``ended`` says why it stopped: "empty", "held", "paused", "busy", "time"."""

    taken: int = 0
    held: int = 0
    failed: int = 0
    batches: int = 0
    away: int = 0
    ended: str = ""
    trouble: str = ""
    at: datetime = field(default_factory=now)


def channel_of(partner: Partner) -> HttpChannel:
    """The way to a partner."""
    return HttpChannel(partner.url, opened(partner.token))


def drain(
    partner_id: int,
    channel: Channel | None = None,
    *,
    patience: float = PATIENCE,
    most_seconds: float = 3600.0,
    sleep: Callable[[float], None] = time.sleep,
    told: Telling | None = None,
) -> Round:
    """Send until nothing is due, the partner asks for a pause longer than ``patience`` seconds, or somebody paused it.

    One process at a time sends to a partner; a second one returns at once ("busy").
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [partner_id])
        if not cursor.fetchone()[0]:
            return Round(ended="busy")
    try:
        return _drain(partner_id, channel, patience, time.monotonic() + most_seconds, sleep, told)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_UNLOCK, [partner_id])


def _drain(
    partner_id: int,
    channel: Channel | None,
    patience: float,
    until: float,
    sleep: Callable[[float], None],
    told: Telling | None,
) -> Round:
    done, tally, share = Round(), Tally(partner_id), 1
    while not done.ended:
        with acting(PROVINCE):
            partner = Partner.objects.get(pk=partner_id)
            batch = due(partner, max(1, partner.at_once // share)) if not partner.paused_at else []
        wait = (partner.held_until - now()).total_seconds() if partner.held_until else 0.0
        done.ended = _why_stop(partner, batch, wait, patience, until)
        done.trouble = partner.trouble
        if done.ended:
            break
        if wait > 0:
            sleep(wait)
        channel = channel or channel_of(partner)
        share = _one_batch(partner, channel, batch, done, tally, share)
        if told:
            told(done)
    return done


def _why_stop(partner: Partner, batch: Sequence[Waiting], wait: float, patience: float, until: float) -> str:
    if partner.paused_at:
        return "paused"
    if not batch:
        return "empty"
    if wait > patience:
        return "held"
    return "time" if time.monotonic() > until else ""


def _one_batch(
    partner: Partner, channel: Channel, batch: Sequence[Waiting], done: Round, tally: Tally, share: int
) -> int:
    """Send one batch; returns by how much the next one is smaller than what the partner usually takes."""
    ready, wrong = prepared(partner, batch)
    said: list[Said] = list(wrong)
    try:
        answers = channel.send([one.envelope for one in ready]) if ready else []
        said += said_of(ready, answers)
    except TooMuch:
        if len(ready) > 1:
            _keep(partner, batch, wrong, done, tally)
            return min(share * 2, partner.at_once)
        said += [Said(one.delivery_id, one.envelope.version, "refused", "Bản ghi quá lớn với đối tác.", one.digest)
                 for one in ready]  # fmt: skip
    except Away as away:
        _keep(partner, batch, wrong, done, tally)
        _hold(partner, away)
        done.away += 1
        return share
    _keep(partner, batch, said, done, tally)
    if ready:
        done.batches += 1
        with acting(PROVINCE):
            well = {"failures": 0, "held_until": None, "trouble": "", "trouble_since": None}
            Partner.objects.filter(pk=partner.pk).update(**well, reached_at=now())
    return max(1, share // 2)


def _keep(partner: Partner, batch: Sequence[Waiting], said: Sequence[Said], done: Round, tally: Tally) -> None:
    if not said:
        return
    with acting(PROVINCE):
        apply_answers(partner, said)
        tally.count(batch, said)
        tally.log(done.at)
    done.taken += len(said)
    held = sum(one.is_held for one in said)
    done.held, done.failed = done.held + held, done.failed + len(said) - held


def _hold(partner: Partner, away: Away) -> None:
    seconds = pause(partner.failures + 1, random.random, away.seconds)
    with acting(PROVINCE):
        Partner.objects.filter(pk=partner.pk).update(
            failures=F("failures") + 1,
            held_until=now() + timedelta(seconds=seconds),
            trouble=away.reason[:300],
            trouble_since=Coalesce(F("trouble_since"), now()),
        )
