"""Public logs: leaves of a day, proofs, growth, and what is found when somebody rewrites them."""

import hashlib
import json
from datetime import datetime, timedelta

import pytest

from khuevan.kernel import merkle
from khuevan.kernel.clock import TIME_ZONE, today
from khuevan.platform.transparency import ports
from khuevan.platform.transparency.api import (
    broken_checkpoints,
    public_bytes,
    public_growth,
    publish,
    published,
    valid,
    verify_proof,
)
from khuevan.platform.transparency.models import BLOCK, PublicBlock, PublicCheckpoint, PublicLeaf
from khuevan.platform.transparency.queries.public import StoredTree
from khuevan.platform.transparency.rules.note import opened
from khuevan.platform.transparency.rules.public import fact_leaf
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import client_as

pytestmark = pytest.mark.django_db
LOG = "things"


def fact(n, day):
    digest, at = hashlib.sha256(str(n).encode()).hexdigest(), datetime.combine(day, datetime.min.time(), TIME_ZONE)
    return ports.PublicFact({"digest": digest, "event": "issue", "n": n}, digest, at)


@pytest.fixture
def log(monkeypatch):
    """A log of a test, filled day by day: (day, how many)."""
    known = []
    facts = lambda since, until: [one for one in known if since <= one.at < until]  # noqa: E731
    monkeypatch.setattr(ports, "_logs", {LOG: facts})

    def grow(day, count):
        known.extend([fact(len(known) + n, day) for n in range(count)])
        with acting(Scope("province")):
            publish(day)
            return PublicCheckpoint.objects.get(log=LOG, day=day)

    return grow


def leaves():
    return [bytes.fromhex(one) for one in PublicLeaf.objects.order_by("position").values_list("hash", flat=True)]


@pytest.mark.parametrize("counts", [(1, 1), (3, 300), (256, 256), (300, 900), (257, 1)])
def test_roots_paths_and_growth_are_those_of_rfc_6962(log, counts):
    old, new = (log(today() + timedelta(days=n), count) for n, count in enumerate(counts))
    with acting(Scope("province")):
        every = leaves()
        assert [old.size, new.size] == [counts[0], sum(counts)]
        assert new.root == merkle.root(every).hex()
        assert PublicBlock.objects.count() == new.size // BLOCK
        tree = StoredTree(LOG, new.size)
        asked = {0, 1, counts[0] - 1, counts[0], new.size // 2, new.size - 1}
        for place in asked & {*range(new.size)}:
            assert merkle.inclusion_path(tree, place) == merkle.inclusion_path(every, place)
        steps = [bytes.fromhex(step) for step in public_growth(LOG, old.day, new.day)["path"]]
    assert merkle.consistent(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), steps)


def test_a_proof_is_verified_and_a_changed_one_is_not(log):
    log(today(), 5)
    about = fact(3, today()).about
    document = published(LOG, about)
    verdict = verify_proof(json.dumps(document).encode())
    assert verdict.good
    assert verdict.facts == ({"digest": about, "event": "issue", "n": 3},)
    for change in ("event", "digest"):
        doctored = json.loads(json.dumps(document))
        doctored["leaves"][0]["said"][change] = "x"
        assert not verify_proof(json.dumps(doctored).encode()).good
    assert not verify_proof(json.dumps(document | {"about": "00"}).encode()).good
    assert not verify_proof(json.dumps(document | {"log": "others"}).encode()).good


def test_a_day_is_published_once_and_late_facts_come_with_the_next(log):
    first = log(today(), 2)
    assert log(today(), 1).root == first.root
    assert log(today() + timedelta(days=1), 0).size == 3


def test_reading_a_proof_takes_few_queries(log, django_assert_max_num_queries):
    log(today(), 1000)
    with acting(Scope("province")), django_assert_max_num_queries(8):
        published(LOG, fact(700, today()).about)


@pytest.mark.parametrize("change", [{"said": {"digest": "0"}}, {"hash": "00" * 32}])
def test_a_rewritten_leaf_is_found(log, change):
    log(today(), 4)
    with acting(Scope("province")):
        assert list(broken_checkpoints()) == []
        PublicLeaf.objects.filter(position=2).update(**change)
        assert any("dòng 2" in found.where for found in broken_checkpoints())


def test_everybody_may_read_it(log):
    log(today(), 3)
    new = log(today() + timedelta(days=1), 2)
    visitor = client_as("")
    note = visitor.get(f"/proof/{LOG}/{new.day.isoformat()}.txt").content.decode()
    tree = opened(note, public_bytes(), valid)
    told = visitor.get(f"/proof/{LOG}/{new.day.isoformat()}.json").json()
    assert (told["start"], len(told["leaves"]), tree.size) == (3, 2, 5)
    early = visitor.get(f"/proof/{LOG}/{today().isoformat()}.json").json()
    hashes = [fact_leaf(one) for one in early["leaves"] + told["leaves"]]
    assert merkle.root(hashes) == tree.root
    assert visitor.get(f"/proof/{LOG}/{fact(1, today()).about}.json").json()["leaves"][0]["tree"]["index"] == 1
    assert visitor.get(f"/proof/{LOG}/{today().isoformat()}/{new.day.isoformat()}.json").status_code == 200
    for nothing, status in (("x", 404), ("00" * 32, 409), ("2001-01-01", 404)):
        assert visitor.get(f"/proof/{LOG}/{nothing}.json").status_code == status
