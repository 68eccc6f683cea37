"""What is sent, held and known, for tests of the feed."""

from khuevan.platform.exchange.api import drain
from khuevan.platform.exchange.models import Delivery, Partner, Record
from khuevan.platform.hub.api import HeldRecord
from khuevan.registry.isolation.api import Scope, acting

PROVINCE = Scope("province")


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


def states(pk):
    with acting(PROVINCE):
        rows = Delivery.objects.filter(partner=pk).values_list("state", flat=True)
        return {state: list(rows).count(state) for state in set(rows)}


def pupil_ref(school):
    with acting(PROVINCE):
        return Record.objects.filter(school=school, kind="hocsinh").order_by("ref").first()
