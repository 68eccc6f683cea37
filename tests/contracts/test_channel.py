"""What every adapter of the port ``Channel`` promises: doubles, old versions and disorder are harmless, and one can
compare. Kept by the way over HTTP to the product's own hub, and by the fake that other tests use."""

from datetime import datetime

import pytest

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.clock import TIME_ZONE
from khuevan.platform.exchange.api import CANCEL, Envelope, Held, HttpChannel, group_digest
from khuevan.platform.exchange.ports import Away
from tests.platform.exchange.fake import MemoryChannel
from tests.platform.exchange.serving import admitted, product, served

AT = datetime(2026, 5, 31, 7, 30, tzinfo=TIME_ZONE)
BODY = {"matruong": "79000701", "malop": "2025-7A", "tenlop": "7A", "namhoc": 2025, "makhoi": 7, "magiaoviencn": ""}


@pytest.fixture(params=["memory", "http"])
def channel(request):
    if request.param == "memory":
        yield MemoryChannel()
        return
    request.getfixturevalue("committing")
    with served(product()) as address:
        way = HttpChannel(f"{address}/hub/v1", admitted()[1])
        yield way
        way.close()


def envelope(ref="lophoc.a", version=1, event="NEW", **body):
    return Envelope(ref, "lophoc", "79000701", event, version, AT, {} if event == CANCEL else BODY | body)


def verdicts(channel, *records):
    return {(x.ref, x.verdict, x.version) for x in channel.send(records)}


def test_there_is_one_answer_a_record(channel):
    records = [envelope(f"lophoc.{n}") for n in range(3)]
    assert verdicts(channel, *records) == {(f"lophoc.{n}", "accepted", 1) for n in range(3)}


def test_the_same_version_twice_is_known_and_an_older_one_ignored(channel):
    channel.send([envelope(version=2, tenlop="7B")])
    assert verdicts(channel, envelope(version=2, tenlop="khác")) == {("lophoc.a", "known", 2)}
    assert verdicts(channel, envelope(version=1)) == {("lophoc.a", "older", 2)}
    (only,) = channel.records("lophoc", "79000701")
    assert only == Held("lophoc.a", 2, sha256_hex(BODY | {"tenlop": "7B"}))


def test_what_is_cancelled_is_remembered_so_that_old_versions_stay_old(channel):
    channel.send([envelope()])
    assert verdicts(channel, envelope(version=2, event=CANCEL)) == {("lophoc.a", "accepted", 2)}
    assert verdicts(channel, envelope(version=1)) == {("lophoc.a", "older", 2)}
    assert [(x.version, x.cancelled) for x in channel.records("lophoc", "79000701")] == [(2, True)]
    assert [group.count for group in channel.groups()] == [0]


def test_what_does_not_fit_is_refused_with_a_reason_and_the_rest_taken(channel):
    wrong = envelope("lophoc.b", tenlop="x" * 21)
    answers = {x.ref: x for x in channel.send([envelope(), wrong])}
    assert (answers["lophoc.a"].verdict, answers["lophoc.b"].verdict) == ("accepted", "refused")
    assert "tenlop" in answers["lophoc.b"].reason


def test_groups_are_counted_and_digested_as_we_do_it(channel):
    channel.send([envelope("lophoc.b", 3), envelope("lophoc.a", 1), envelope("lophoc.c", 2, CANCEL)])
    (group,) = channel.groups()
    records = channel.records("lophoc", "79000701")
    assert (group.kind, group.school, group.count) == ("lophoc", "79000701", 2)
    assert group.digest == group_digest(records)
    assert channel.records("hocsinh", "79000701") == []


@pytest.mark.parametrize("token", ["wrong", ""])
def test_a_wrong_token_is_said(committing, token):
    with served(product()) as address, pytest.raises(Away, match="mã truy cập"):
        HttpChannel(f"{address}/hub/v1", token).send([envelope()])


def test_a_partner_that_is_no_hub_is_said(committing):
    with served(product()) as address, pytest.raises(Away, match="báo lỗi 404"):
        HttpChannel(f"{address}/khac", "t").groups()
