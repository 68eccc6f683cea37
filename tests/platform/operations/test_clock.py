"""A clock that jumps confuses nobody for good: the ledger goes by its order, not by its times."""

from datetime import timedelta

import pytest

from khuevan.kernel.clock import frozen, now, today
from khuevan.platform.transparency.api import alterations, broken_checkpoints, publish
from khuevan.registry.audit.api import Change, Entry, record
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import acting_as, actor

BOOK = "test:clock"


def add(number, at):
    with frozen(at), acting_as("co-lan"):
        lan = actor("co-lan")
        record(lan, lan.unit_id, BOOK, "mark", [Change(f"TOAN · tx{number}", None, 80)])
    return lan.unit_id


@pytest.mark.django_db
@pytest.mark.parametrize("days", [(0, 3, 0), (0, -3, 0), (0, 400, -400, 0)])
def test_chain_and_published_days_hold(days):
    start = now()
    for number, jump in enumerate(days):
        school = add(number, start + timedelta(days=jump))
        with acting(Scope("province")):
            publish(today() + timedelta(days=number))
    with acting(Scope("province")):
        publish(today() + timedelta(days=500))
        assert list(alterations(school)) == []
        assert list(broken_checkpoints()) == []
        positions = Entry.objects.filter(school_id=school, book=BOOK).order_by("pk").values_list("position", flat=True)
        assert list(positions) == list(range(1, len(days) + 1))
