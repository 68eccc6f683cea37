"""What cannot be sent waits aside with its reason, and can be sent again."""

from khuevan.kernel.clock import now
from khuevan.platform.exchange.actions.replaying import replay
from khuevan.platform.exchange.api import KINDS, drain, gather
from khuevan.platform.exchange.models import Delivery, Submission
from khuevan.platform.exchange.ports import Answer, Row, register_source, sources
from khuevan.registry.isolation.api import acting
from tests.personas import actor
from tests.platform.exchange.fake import MemoryChannel
from tests.platform.exchange.feeding import PROVINCE, held, known, tallies
from tests.platform.exchange.serving import admitted, partner, product, served


def test_what_a_partner_refuses_waits_aside_with_its_reason_and_can_be_replayed(school):
    with served(product()) as address:
        sender, token = admitted(kinds=("truong", "lophoc"))
        one = partner(f"{address}/hub/v1", token)
        gather(school)
        kept, counted = tallies()
        assert kept == counted != {}
        done = drain(one.pk)
        assert done.failed > done.held > 0
        kept, counted = tallies()
        assert kept == counted
        assert sum(stuck for _held, _waiting, stuck in kept.values()) == done.failed
        with acting(PROVINCE):
            stuck = Delivery.objects.filter(partner=one, state="refused", record__kind="hocsinh").first()
            assert "hocsinh" in stuck.reason
            line = Submission.objects.get(partner=one, kind="hocsinh")
            assert (line.status, line.reason, line.detail) == ("push_failed", "all_refused", stuck.reason)
            assert Submission.objects.get(partner=one, kind="lophoc").reason == "complete"
            sender.kinds = list(KINDS)
            sender.save()
            assert replay(actor("anh-binh"), one, stuck.uid) == 1
        assert drain(one.pk).held == 1
        with acting(PROVINCE):
            replay(actor("anh-binh"), one)
            kept, counted = tallies()
            assert kept == counted
            assert not any(stuck for _held, _waiting, stuck in kept.values())
        drain(one.pk)
    assert held() == known()
    with acting(PROVINCE):
        Delivery.objects.filter(partner=one, record__kind="lophoc").delete()
    kept, counted = tallies()
    assert kept == counted
    assert "lophoc" not in {kind for _school, _partner, kind in kept}


def test_what_does_not_fit_the_schema_is_not_sent_and_says_why(school, hub):
    one = partner(*hub, mapping='{"hocsinh": {"codes": {"gioitinh": {"1": "M"}}}}')
    real = sources()["lophoc"]

    class Broken:
        kind = "lophoc"

        def gather(self, school_id):
            rows = list(real.gather(school_id))
            return [Row(rows[0].key, {**rows[0].body, "tenlop": "x" * 50}), *rows[1:]]

    try:
        register_source(Broken())
        gather(school)
    finally:
        register_source(real)
    drain(one.pk)
    with acting(PROVINCE):
        wrong = Delivery.objects.filter(partner=one, state="invalid")
        reasons = {x.record.kind: x.reason for x in wrong.select_related("record")}
    assert reasons["lophoc"] == "tenlop: dài quá 20 kí tự"
    assert "bảng mã của đối tác không có “2”" in reasons["hocsinh"]
    gather(school)  # the class is right again: what was stuck goes by itself
    drain(one.pk)
    with acting(PROVINCE):
        assert not Delivery.objects.filter(partner=one, state="invalid", record__kind="lophoc").exists()


def test_a_source_that_breaks_is_logged_and_does_not_empty_the_partner(school, hub):
    one = partner(*hub)
    before = gather(school)
    drain(one.pk)
    real = sources()["hocsinh"]

    class Nothing:
        kind = "hocsinh"

        def gather(self, school_id):
            return []

    try:
        register_source(Nothing())
        done = gather(school)
    finally:
        register_source(real)
    assert (done.broken, done.cancelled) == (("hocsinh",), 0)
    with acting(PROVINCE):
        line = Submission.objects.get(status="gather_failed")
    assert (line.kind, line.reason, "giảm đột ngột" in line.detail) == ("hocsinh", "nothing_gathered", True)
    assert gather(school).seen == before.seen


def test_a_record_that_is_put_off_too_often_is_put_aside(school):
    class Later(MemoryChannel):
        def _answer(self, record):
            return Answer(record.ref, "later", "Đang bận.")

    one = partner("http://127.0.0.1:9/hub/v1", "t", kinds=["truong"])
    gather(school)
    for _try in range(8):
        with acting(PROVINCE):
            Delivery.objects.update(next_at=now())
        drain(one.pk, Later())
    with acting(PROVINCE):
        stuck = Delivery.objects.get(partner=one)
    assert (stuck.state, stuck.reason) == ("dead", "Đang bận.")
