"""What a hub holds is compared with what it was sent; differences are repaired."""

import pytest

from khuevan.kernel.clock import now
from khuevan.platform.exchange.actions.reconciling import ask_compare, compare
from khuevan.platform.exchange.actions.replaying import replay_since, resend
from khuevan.platform.exchange.api import drain, gather
from khuevan.platform.hub.api import HeldRecord
from khuevan.registry.isolation.api import acting
from tests.personas import actor
from tests.platform.exchange.feeding import PROVINCE, held, known
from tests.platform.exchange.serving import partner, refusing, served


def test_reconciliation_finds_each_difference_and_resending_repairs_it(school, hub):
    one = partner(*hub)
    gather(school)
    drain(one.pk)
    with acting(PROVINCE):
        refs = list(HeldRecord.objects.filter(kind="hocsinh").order_by("ref")[:4])
        HeldRecord.objects.filter(pk=refs[0].pk).delete()
        HeldRecord.objects.filter(pk=refs[1].pk).update(version=9)
        HeldRecord.objects.filter(pk=refs[2].pk).update(digest="0" * 64)
        extra = refs[3]
        HeldRecord.objects.create(
            sender=extra.sender, ref="hocsinh.la", kind="hocsinh", school_code=extra.school_code, version=1,
            cancelled=False, source_at=now(), body={}, digest="0" * 64, received_at=now(),
        )  # fmt: skip
        asked = ask_compare(actor("anh-binh"), one)
    done = compare(asked.pk)
    with acting(PROVINCE):
        found = {x.ref: x.finding for x in done.differences.all()}
    assert found == {refs[0].ref: "missing", refs[1].ref: "newer", refs[2].ref: "other", "hocsinh.la": "extra"}
    assert (done.compared, done.trouble) == (1, "")
    with acting(PROVINCE):
        assert resend(actor("anh-binh"), done) == 3
        assert resend(actor("anh-binh"), done) == 0
    drain(one.pk)
    with acting(PROVINCE):
        again = ask_compare(actor("anh-binh"), one)
    assert again.pk != done.pk
    done = compare(again.pk)
    with acting(PROVINCE):
        assert {x.ref: x.finding for x in done.differences.all()} == {"hocsinh.la": "extra"}
        assert HeldRecord.objects.get(ref=refs[1].ref).version == 10


def test_a_hub_that_lost_an_evening_gets_it_again(school, hub):
    one = partner(*hub)
    gather(school)
    since = now()
    drain(one.pk)
    with acting(PROVINCE):
        HeldRecord.objects.filter(kind="hocsinh").delete()
        assert replay_since(actor("anh-binh"), one, since) == len(known())
    drain(one.pk)
    assert held() == known()


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"[]", b"{}", b'{"nhom": 5}', b'{"nhom": [{}]}', b'{"nhom": [5]}', b"\xff", b"[" * 100_000,
        b'{"nhom": [{"loai": "hocsinh", "matruong": "1", "soluong": -1, "tomtat": ""}]}',
        b'{"nhom": [{"loai": "hocsinh", "matruong": "\\u0000", "soluong": 1, "tomtat": ""}]}',
        b'{"nhom": [{"loai": "hocsinh", "matruong": "\\ud800", "soluong": 1, "tomtat": ""}]}',
    ],
)  # fmt: skip
def test_a_partner_that_answers_nonsense_is_said(worn_school, answer):
    with served(refusing("200 OK", body=answer)) as address:
        one = partner(f"{address}/hub/v1", "t", name=address)
        with acting(PROVINCE):
            asked = ask_compare(actor("anh-binh"), one)
        assert "không đúng mẫu" in compare(asked.pk).trouble
