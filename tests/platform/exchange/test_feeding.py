"""From the tables of a school to the hub, over real HTTP: once, in order, and nothing lost when it goes wrong."""

import pytest

from khuevan.kernel.clock import now
from khuevan.platform.exchange.actions import gathering
from khuevan.platform.exchange.actions.partners import Wish, change_partner, pause_partner, resume_partner
from khuevan.platform.exchange.actions.reconciling import ask_compare, compare
from khuevan.platform.exchange.actions.replaying import replay, replay_since, resend
from khuevan.platform.exchange.api import KINDS, drain, gather, touch
from khuevan.platform.exchange.models import Delivery, Due, Partner, Record, Submission
from khuevan.platform.exchange.ports import Answer, Row, register_source, sources
from khuevan.platform.hub.api import HeldRecord, Parcel
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Person
from tests.personas import acting_as, actor
from tests.platform.exchange.fake import MemoryChannel
from tests.platform.exchange.serving import Breaking, admitted, partner, product, refusing, served

PROVINCE = Scope("province")


@pytest.fixture
def school(committing):
    return actor("co-lan").unit_id


@pytest.fixture
def hub(school):
    """The product's own hub; ``(address, token)``."""
    with served(product()) as address:
        yield f"{address}/hub/v1", admitted()[1]


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


def rename(school, name):
    with acting_as("thay-minh"):
        pupil = Person.objects.filter(school_ids__contains=[school]).order_by("pk")
        one = pupil.exclude(staff_ids__contains=[school]).filter(code__startswith="").first()
        Person.objects.filter(pk=one.pk).update(full_name=name)
    return one


def pupil_ref(school):
    with acting(PROVINCE):
        return Record.objects.filter(school=school, kind="hocsinh").order_by("ref").first()


def test_every_kind_goes_to_the_hub_once_and_only_changes_go_again(school, hub):
    one = partner(*hub)
    first = gather(school)
    assert (first.new, first.changed, first.cancelled, first.broken) == (first.seen, 0, 0, ())
    done = drain(one.pk)
    assert (done.held, done.failed, done.ended) == (first.seen, 0, "empty")
    assert held() == known()
    assert {kind for kind in KINDS if any(ref.startswith(kind) for ref in held())} >= {
        "truong", "giaovien", "lophoc", "hocsinh"
    }  # fmt: skip
    again = gather(school)
    assert (again.new, again.changed, again.cancelled) == (0, 0, 0)
    assert drain(one.pk).taken == 0


def test_a_change_is_the_next_version_and_what_is_gone_is_cancelled(school, hub):
    one = partner(*hub)
    gather(school)
    drain(one.pk)
    record = pupil_ref(school)
    with acting(PROVINCE):
        uid = record.ref.rsplit(".", 1)[-1]
    with acting_as("thay-minh"):
        Person.objects.filter(uid=uid).update(full_name="Trần Thị Mới")
    gone = sources()["lophoc"]

    class Fewer:
        kind = "lophoc"

        def gather(self, school_id):
            return list(gone.gather(school_id))[1:]

    try:
        register_source(Fewer())
        changed = gather(school)
    finally:
        register_source(gone)
    assert (changed.changed, changed.cancelled) == (1, 1)
    drain(one.pk)
    with acting(PROVINCE):
        there = HeldRecord.objects.get(ref=record.ref)
        cancelled = HeldRecord.objects.get(cancelled=True)
    assert (there.version, there.body["hovaten"]) == (2, "Trần Thị Mới")
    assert (cancelled.version, cancelled.body) == (2, {})
    gather(school)
    drain(one.pk)
    with acting(PROVINCE):
        back = HeldRecord.objects.get(ref=cancelled.ref)
    assert (back.version, back.cancelled) == (3, False)
    assert {ref: x[:2] for ref, x in held().items()} == {ref: x[:2] for ref, x in known().items()}


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


def test_what_a_partner_refuses_waits_aside_with_its_reason_and_can_be_replayed(school):
    with served(product()) as address:
        sender, token = admitted(kinds=("truong", "lophoc"))
        one = partner(f"{address}/hub/v1", token)
        gather(school)
        done = drain(one.pk)
        assert done.failed > done.held > 0
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
        drain(one.pk)
    assert held() == known()


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


def test_another_mapping_sends_its_kind_again_with_effect(school, hub):
    one = partner(*hub)
    gather(school)
    drain(one.pk)
    with acting(PROVINCE):
        wish = Wish(one.name, one.url, mapping='{"lophoc": {"constants": {"nguon": "KV"}}}')
        change_partner(actor("anh-binh"), Partner.objects.get(pk=one.pk), wish)
    done = drain(one.pk)
    with acting(PROVINCE):
        classes = HeldRecord.objects.filter(kind="lophoc")
        assert done.held == classes.count() > 0
        assert {(x.version, x.body["nguon"]) for x in classes} == {(2, "KV")}


def test_a_paused_partner_gets_nothing_until_it_is_resumed(school, hub):
    one = partner(*hub)
    gather(school)
    with acting(PROVINCE):
        pause_partner(actor("anh-binh"), one, "Đối tác bảo trì")
    assert (drain(one.pk).ended, held()) == ("paused", {})
    with acting(PROVINCE):
        resume_partner(actor("anh-binh"), one)
    assert drain(one.pk).ended == "empty"
    assert held() == known()


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
    with acting(PROVINCE):
        pass
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


def test_two_programs_do_not_send_to_one_partner_at_once(school, hub):
    import psycopg

    from khuevan.site.postgres import connection_url

    one = partner(*hub)
    gather(school)
    from django.db import connection

    with psycopg.connect(connection_url("owner", connection.settings_dict["NAME"])) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('exchange.send'), %s)", [one.pk])
        assert drain(one.pk).ended == "busy"
    assert drain(one.pk).ended == "empty"


def test_only_what_changed_is_gathered(school, committing):
    with acting_as("thay-minh"):
        touch(school)
        touch(school)
    with acting(PROVINCE):
        assert Due.objects.count() == 1
    assert gathering.gather_due().seen > 0
    with acting(PROVINCE):
        assert Due.objects.count() == 0


def test_schools_and_families_see_nothing_of_the_feed(school, hub):
    partner(*hub)
    gather(school)
    for name in ("thay-minh", "co-lan", "chi-hoa"):
        if name != "chi-hoa":
            with acting_as(name):
                assert [x.objects.count() for x in (Partner, Record, Delivery, Submission, HeldRecord)] == [0] * 5


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"[]", b"{}", b'{"nhom": 5}', b'{"nhom": [{}]}', b'{"nhom": [5]}', b"\xff", b"[" * 100_000,
        b'{"nhom": [{"loai": "hocsinh", "matruong": "1", "soluong": -1, "tomtat": ""}]}',
        b'{"nhom": [{"loai": "hocsinh", "matruong": "\\u0000", "soluong": 1, "tomtat": ""}]}',
        b'{"nhom": [{"loai": "hocsinh", "matruong": "\\ud800", "soluong": 1, "tomtat": ""}]}',
    ],
)  # fmt: skip
def test_a_partner_that_answers_nonsense_is_said(school, answer):
    with served(refusing("200 OK", body=answer)) as address:
        one = partner(f"{address}/hub/v1", "t")
        with acting(PROVINCE):
            asked = ask_compare(actor("anh-binh"), one)
        assert "không đúng mẫu" in compare(asked.pk).trouble


@pytest.mark.parametrize("answer", [b"{}", b'{"ketqua": [5, {}, {"idbanghi": "x", "trangthai": "accepted"}]}', b"x"])
def test_answers_that_say_nothing_of_a_record_leave_it_waiting(school, answer):
    with served(refusing("200 OK", body=answer)) as address:
        one = partner(f"{address}/hub/v1", "t")
        seen = gather(school).seen
        drain(one.pk, patience=0)
    assert states(one.pk) == {"waiting": seen}


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


def test_a_record_that_changes_while_it_is_sent_goes_again(school):
    class Meanwhile(MemoryChannel):
        def send(self, records):
            answers = super().send(records)
            if len(self.batches) == 1:
                with acting(PROVINCE):
                    Record.objects.filter(kind="truong").update(version=2)
            return answers

    one, channel = partner("http://127.0.0.1:9/hub/v1", "t", kinds=["truong"]), Meanwhile()
    gather(school)
    done = drain(one.pk, channel)
    assert [[x.version for x in batch] for batch in channel.batches] == [[1], [2]]
    assert [batch[0].event for batch in channel.batches] == ["NEW", "UPdate"]
    assert (done.held, states(one.pk)) == (2, {"held": 1})
