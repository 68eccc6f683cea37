"""What the hub makes of what others send."""

import itertools
import json
import random

import pytest

from khuevan.platform.hub.models import HeldRecord, Parcel, Sender
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import actor
from tests.platform.exchange.serving import admitted

pytestmark = pytest.mark.django_db
URL = "/hub/v1/records"
BODY = {"matruong": "79000701", "malop": "2025-7A", "tenlop": "7A", "namhoc": 2025, "makhoi": 7}


def item(version=1, ref="lophoc.a", event="UPdate", **changes):
    return {
        "idbanghi": ref, "loai": "lophoc", "matruong": "79000701", "sukien": event, "phienban": version,
        "thoigiancapnhat": "2026-05-31T07:30:00", "ngaycapnhat": "2026-05-31",
        "dulieu": BODY | {"tenlop": f"v{version}"},
    } | changes  # fmt: skip


@pytest.fixture
def token():
    return admitted()[1]


def post(client, token, *items, raw=None):
    body = raw if raw is not None else json.dumps({"banghi": items})
    return client.post(URL, body, content_type="application/json", headers={"Authorization": f"Bearer {token}"})


def said(answer):
    return [(x["idbanghi"], x["trangthai"], x["phienban"]) for x in answer.json()["ketqua"]]


def kept():
    with acting(Scope("province")):
        return {x.ref: (x.version, x.body.get("tenlop"), x.cancelled) for x in HeldRecord.objects.all()}


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_any_order_of_arrival_ends_in_the_newest_version(client, token, order):
    for version in order:
        post(client, token, item(version))
    assert kept() == {"lophoc.a": (3, "v3", False)}


def test_one_request_may_hold_several_versions_and_doubles(client, token):
    answer = post(client, token, item(1), item(3), item(2), item(3), item(1, "lophoc.b"))
    assert said(answer) == [
        ("lophoc.a", "older", 3), ("lophoc.a", "accepted", 3), ("lophoc.a", "older", 3), ("lophoc.a", "known", 3),
        ("lophoc.b", "accepted", 1),
    ]  # fmt: skip
    with acting(Scope("province")):
        parcel = Parcel.objects.get()
    assert (parcel.total, parcel.accepted, parcel.known, parcel.older, parcel.refused) == (5, 2, 1, 2, 0)


def test_a_cancelled_record_comes_back_only_with_a_higher_version(client, token):
    post(client, token, item(1), item(2, event="CANCEL"))
    assert kept()["lophoc.a"] == (2, None, True)
    post(client, token, item(1))
    assert kept()["lophoc.a"] == (2, None, True)
    post(client, token, item(3))
    assert kept()["lophoc.a"] == (3, "v3", False)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (item(dulieu={"tenlop": 8.5}), "số lẻ"),
        (item(dulieu=BODY | {"tenlop": "a\x00b"}), "không đọc được"),
        (item(dulieu=BODY | {"tenlop": "\ud800"}), "không đọc được"),
        (item(dulieu={}), "còn thiếu"),
        (item(ref="a\x00"), "idbanghi"),
        (item(ref=5), "idbanghi"),
        ("khong phai", "JSON"),
        (None, "JSON"),
    ],
)
def test_what_is_wrong_is_refused_alone(client, token, wrong, reason):
    answer = post(client, token, wrong, item(1, "lophoc.b"))
    first, second = answer.json()["ketqua"]
    assert (first["trangthai"], second["trangthai"]) == ("refused", "accepted")
    assert reason in first["lydo"]


@pytest.mark.parametrize("raw", ["{", "[]", '{"banghi": 5}', "[" * 100_000])
def test_a_request_that_is_none_is_refused_in_words(client, token, raw):
    answer = post(client, token, raw=raw)
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]


def test_too_many_at_once(client, token):
    assert post(client, token, *[item(1, f"lophoc.{n}") for n in range(5001)]).status_code == 413


def test_a_sender_sees_only_its_own(client, token):
    _other, second = admitted(name="Sở khác")
    post(client, token, item(2))
    post(client, second, item(1))
    answer = client.get("/hub/v1/digests", headers={"Authorization": f"Bearer {second}"})
    assert [x["soluong"] for x in answer.json()["nhom"]] == [1]
    answer = client.get("/hub/v1/digests?loai=lophoc&matruong=79000701", headers={"Authorization": f"Bearer {second}"})
    assert [x["phienban"] for x in answer.json()["banghi"]] == [1]


def test_nobody_enters_without_a_token_that_counts(client, token):
    assert client.post(URL, {}, content_type="application/json").status_code == 401
    assert post(client, "x" * 43, item()).status_code == 401
    with acting(Scope("province")):
        from khuevan.platform.hub.api import close

        close(actor("anh-binh"), Sender.objects.get())
    answer = post(client, token, item())
    assert (answer.status_code, answer.json()["message"]) == (401, "Mã truy cập không đúng hoặc đã ngừng.")
    assert kept() == {}


def test_a_fast_sender_is_told_when_it_may_again(client):
    _sender, token = admitted(per_minute=2)
    assert post(client, token, item(1), item(2)).status_code == 200
    answer = post(client, token, item(3))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_fast")
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert kept()["lophoc.a"][0] == 2


def test_the_token_is_not_in_the_database(token):
    with acting(Scope("province")):
        sender = Sender.objects.get()
    assert token not in str(vars(sender))


def test_schemas_are_there_for_those_who_write_a_sender(client, token):
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/hub/v1/schemas/lophoc", headers=headers).json()["required"][0] == "matruong"
    assert client.get("/hub/v1/schemas/khac", headers=headers).status_code == 404


def test_a_request_costs_the_same_queries_whatever_it_holds(client, token):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for some in (1, 3):
        with CaptureQueriesContext(connection) as seen:
            post(client, token, *[item(some, f"lophoc.{n}") for n in range(some)])
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_request_that_is_too_big_is_refused(client, token):
    assert post(client, token, item(dulieu=BODY | {"tenlop": "x" * 7_000_000})).status_code in (400, 413)


def test_many_at_once_end_in_the_newest_version_without_a_deadlock(committing):
    from threading import Thread

    from khuevan.platform.exchange.api import HttpChannel
    from khuevan.platform.exchange.rules.envelope import read
    from tests.platform.exchange.serving import product, served

    _sender, secret = admitted()
    faults = []

    def send(address, number):
        way, dice = HttpChannel(f"{address}/hub/v1", secret), random.Random(number)
        batch = [read(item(version, f"lophoc.{ref}")) for version in range(1, 6) for ref in range(20)]
        try:
            for _time in range(3):
                dice.shuffle(batch)
                way.send(batch)
        except Exception as error:
            faults.append(error)
        way.close()

    with served(product()) as address:
        threads = [Thread(target=send, args=(address, number)) for number in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert faults == []
    assert kept() == {f"lophoc.{ref}": (5, "v5", False) for ref in range(20)}
