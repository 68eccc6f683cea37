"""Days are published, entries proved, and what was altered is found."""

import json
from datetime import timedelta

import pytest

from khuevan.kernel.clock import today
from khuevan.kernel.merkle import consistent, root
from khuevan.platform.transparency.api import (
    alterations,
    broken_checkpoints,
    consistency,
    proof_of,
    public_bytes,
    publish,
    valid,
    verify_proof,
)
from khuevan.platform.transparency.models import Checkpoint, Leaf
from khuevan.platform.transparency.rules.note import opened
from khuevan.platform.transparency.rules.proof import province_leaf
from khuevan.registry.audit.api import Change, Entry, record
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import acting_as, actor, client_as

pytestmark = pytest.mark.django_db
BOOK = "test:proof"


@pytest.fixture
def school():
    return actor("co-lan").unit_id


def write(count=3, who="co-lan"):
    with acting_as(who):
        one = actor(who)
        record(one, one.unit_id, BOOK, "mark", [Change(f"TOAN · tx{n}", None, 80 + n) for n in range(count)])
        return list(Entry.objects.filter(book=BOOK).order_by("position"))


def publish_until(days_from_now=0):
    with acting(Scope("province")):
        return publish(today() + timedelta(days=days_from_now))


def test_a_day_is_published_once_and_everything_written_is_in_it(school):
    write()
    first = publish_until()
    with acting(Scope("province")):
        assert publish(first.day).note == first.note
        assert Leaf.objects.count() == Entry.objects.count()
        tree = opened(first.note, public_bytes(), valid)
        assert (tree.size, tree.root) == (len(first.leaves), root(map(province_leaf, first.leaves)))


def test_an_entry_is_proved_to_anybody():
    entry = write()[1]
    publish_until()
    with acting_as("thay-minh"):
        document = proof_of(Entry.objects.get(book=BOOK, position=entry.position))
    verdict = verify_proof(json.dumps(document).encode())
    assert (verdict.good, verdict.entry["new"], verdict.day) == (True, 81, today())
    document["entry"]["new"] = 100
    assert not verify_proof(json.dumps(document).encode()).good


def test_later_days_continue_earlier_ones():
    write()
    old = publish_until(0)
    write(2, "thay-khac")
    new = publish_until(1)
    with acting(Scope("public")):
        path = consistency(old.day, new.day)["path"]
    steps = [bytes.fromhex(step) for step in path]
    assert consistent(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), steps)
    assert [leaf["school"] for leaf in new.leaves] != []


def test_nothing_is_found_where_nothing_was_altered(school):
    write()
    publish_until()
    with acting(Scope("province")):
        assert [*alterations(school), *broken_checkpoints()] == []


def test_a_checkpoint_that_was_signed_over_something_else(school):
    write()
    one = publish_until()
    with acting(Scope("province")):
        Checkpoint.objects.filter(pk=one.pk).update(leaves=[])
        assert "nội dung khác với điều đã ký" in [found.what for found in broken_checkpoints()]


def test_only_who_may_takes_a_proof_out():
    entry = write()[0]
    publish_until()
    with acting_as("co-lan"):
        pk = Entry.objects.get(book=BOOK, position=entry.position).pk
    addresses = {name: client_as(name).get(f"/proof/entries/{pk}.json").status_code for name in
                 ("co-lan", "thay-minh", "anh-binh", "co-mai", "thay-khac", "chi-hoa")}  # fmt: skip
    assert addresses == {
        "co-lan": 200, "thay-minh": 200, "anh-binh": 200, "co-mai": 404, "thay-khac": 404, "chi-hoa": 404
    }  # fmt: skip


def test_the_public_pages(client):
    write()
    one = publish_until()
    page = client.get("/proof/")
    assert one.root in page.text
    assert client.get(f"/proof/{one.day}.txt").text == one.note
    assert client.get(f"/proof/{one.day}.json").json() == one.leaves
    assert client.get("/proof/1999-01-01.txt").status_code == 404
    assert client.get("/proof/2026-99-01.txt").status_code == 404


def test_an_entry_that_waits_for_the_night_says_so():
    entry = write()[0]
    with acting_as("co-lan"):
        pk = Entry.objects.get(book=BOOK, position=entry.position).pk
    answer = client_as("co-lan").get(f"/proof/entries/{pk}.json")
    assert (answer.status_code, "mỗi đêm" in answer.text) == (409, True)
