"""From the tables of a school to the hub, over real HTTP: once, in order, and only what changed."""

import psycopg
from django.db import connection

from khuevan.platform.exchange.actions import gathering
from khuevan.platform.exchange.actions.partners import Wish, change_partner, pause_partner, resume_partner
from khuevan.platform.exchange.api import KINDS, drain, gather, touch
from khuevan.platform.exchange.models import Delivery, Due, Partner, Record, Submission
from khuevan.platform.exchange.ports import register_source, sources
from khuevan.platform.hub.api import HeldRecord
from khuevan.registry.isolation.api import acting
from khuevan.registry.people.api import Person
from khuevan.site.postgres import connection_url
from tests.personas import acting_as, actor
from tests.platform.exchange.fake import MemoryChannel
from tests.platform.exchange.feeding import PROVINCE, held, known, pupil_ref, states
from tests.platform.exchange.serving import partner


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


def test_two_programs_do_not_send_to_one_partner_at_once(school, hub):
    one = partner(*hub)
    gather(school)
    with psycopg.connect(connection_url("owner", connection.settings_dict["NAME"])) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('exchange.send'), %s)", [one.pk])
        assert drain(one.pk).ended == "busy"
        other.execute("SELECT pg_advisory_unlock_all()")
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
