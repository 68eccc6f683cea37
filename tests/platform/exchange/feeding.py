"""What is sent, held and known, for tests of the feed."""

from django.db import connection

from khuevan.platform.exchange.api import drain
from khuevan.platform.exchange.models import Delivery, Partner, Record
from khuevan.platform.hub.api import HeldRecord
from khuevan.registry.isolation.api import Scope, acting

PROVINCE = Scope("province")
_COUNTED = """
SELECT d.school_id, d.partner_id, r.kind, count(*) FILTER (WHERE d.state = 'held'),
  count(*) FILTER (WHERE d.state = 'waiting'), count(*) FILTER (WHERE d.state IN ('invalid', 'refused', 'dead'))
FROM exchange_delivery d JOIN exchange_record r ON r.id = d.record_id GROUP BY 1, 2, 3"""


def fast(pk, **more):
    """Send without really waiting; the pauses that were asked for."""
    waited = []

    def skip(seconds):
        waited.append(seconds)
        with acting(PROVINCE):
            Partner.objects.filter(pk=pk).update(held_until=None)

    return drain(pk, sleep=skip, patience=10**6, **more), waited


def held():
    with acting(PROVINCE):
        return {x.ref: (x.version, x.cancelled, x.digest) for x in HeldRecord.objects.all()}


def known():
    with acting(PROVINCE):
        return {x.ref: (x.version, x.cancelled, x.digest) for x in Record.objects.all()}


def tallies():
    """What is kept, and what counting gives: held, waiting, stuck by school, partner and kind; nothing empty."""
    with acting(PROVINCE), connection.cursor() as cursor:
        cursor.execute("SELECT school_id, partner_id, kind, held, waiting, stuck FROM exchange_tally")
        kept = {row[:3]: row[3:] for row in cursor.fetchall() if any(row[3:])}
        cursor.execute(_COUNTED)
        return kept, {row[:3]: row[3:] for row in cursor.fetchall()}


def states(pk):
    with acting(PROVINCE):
        rows = Delivery.objects.filter(partner=pk).values_list("state", flat=True)
        return {state: list(rows).count(state) for state in set(rows)}


def pupil_ref(school):
    with acting(PROVINCE):
        return Record.objects.filter(school=school, kind="hocsinh").order_by("ref").first()
