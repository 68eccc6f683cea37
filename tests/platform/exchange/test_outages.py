"""A hub that is away, busy or in a muddle: nothing is lost and nothing goes twice."""

import pytest

from khuevan.kernel.clock import now
from khuevan.platform.exchange.actions.partners import Wish, change_partner
from khuevan.platform.exchange.api import drain, gather
from khuevan.platform.exchange.models import Partner
from khuevan.platform.hub.api import Parcel
from khuevan.registry.isolation.api import acting
from tests.personas import actor
from tests.platform.exchange.feeding import PROVINCE, fast, held, known, states
from tests.platform.exchange.serving import Breaking, admitted, partner, product, refusing, served


def test_lost_requests_and_lost_answers_have_no_effect(school):
    breaking = Breaking(product(), before=(1, 4), after=(2, 7))
    with served(breaking) as address:
        one = partner(f"{address}/hub/v1", admitted()[1], at_once=8)
        seen = gather(school).seen
        done, waited = fast(one.pk)
    assert (done.away, len(waited), done.ended) == (4, 4, "empty")
    assert held() == known()
    assert len(held()) == seen
    with acting(PROVINCE):
        assert sum(Parcel.objects.values_list("known", flat=True)) == 16  # the two batches whose answers were lost
        assert sum(Parcel.objects.values_list("accepted", flat=True)) == seen


def test_a_hub_that_is_down_for_a_day_is_said_and_nothing_is_lost(school):
    one = partner("http://127.0.0.1:9/hub/v1", "x" * 43)
    seen = gather(school).seen
    assert drain(one.pk, patience=0).away == 1
    for _hour in range(12):
        with acting(PROVINCE):
            Partner.objects.filter(pk=one.pk).update(held_until=None)
        drain(one.pk, patience=0)
    with acting(PROVINCE):
        one.refresh_from_db()
        trouble = one.trouble_since
    assert (one.failures, "Không nối được" in one.trouble) == (13, True)
    assert 400 < (one.held_until - now()).total_seconds() <= 900
    assert states(one.pk) == {"waiting": seen}
    with served(product()) as address, acting(PROVINCE):
        Partner.objects.filter(pk=one.pk).update(url=f"{address}/hub/v1", held_until=None)
    assert trouble
    with served(product()) as address:
        _sender, token = admitted()
        with acting(PROVINCE):
            one.refresh_from_db()
            change_partner(actor("anh-binh"), one, Wish(one.name, f"{address}/hub/v1", token))
        done = drain(one.pk)
    assert (done.held, states(one.pk)) == (seen, {"held": seen})
    with acting(PROVINCE):
        one.refresh_from_db()
    assert (one.failures, one.trouble, one.trouble_since) == (0, "", None)
    assert held() == known()


def test_a_partner_that_asks_to_wait_gets_its_time(school):
    with served(refusing("429 Too Many Requests", [("Retry-After", "120")])) as address:
        one = partner(f"{address}/hub/v1", "t")
        gather(school)
        assert drain(one.pk).ended == "held"
    with acting(PROVINCE):
        one.refresh_from_db()
    assert 100 < (one.held_until - now()).total_seconds() <= 120
    assert "chậm lại" in one.trouble


def test_the_hub_itself_asks_for_a_pause(school):
    with served(product()) as address:
        one = partner(f"{address}/hub/v1", admitted(per_minute=30)[1], at_once=20)
        gather(school)
        done = drain(one.pk)
    assert (done.held, done.away, done.ended) == (20, 1, "held")


def test_a_batch_that_is_too_big_is_halved_until_it_fits(school):
    whole = product()

    def small(environ, start):
        if int(environ.get("CONTENT_LENGTH") or 0) > 4000:
            return refusing("413 Content Too Large")(environ, start)
        return whole(environ, start)

    with served(small) as address:
        one = partner(f"{address}/hub/v1", admitted()[1], at_once=64)
        gather(school)
        done = drain(one.pk)
    assert (done.failed, done.ended, held()) == (0, "empty", known())


@pytest.mark.parametrize("answer", [b"{}", b'{"ketqua": [5, {}, {"idbanghi": "x", "trangthai": "accepted"}]}', b"x"])
def test_answers_that_say_nothing_of_a_record_leave_it_waiting(worn_school, answer):
    with served(refusing("200 OK", body=answer)) as address:
        one = partner(f"{address}/hub/v1", "t", name=address)
        seen = gather(worn_school).seen
        drain(one.pk, patience=0)
    assert states(one.pk) == {"waiting": seen}
