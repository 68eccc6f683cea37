"""The pages of the feed and of the hub: who sees them, what they say, what they cost."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import now
from khuevan.platform.exchange.actions.reconciling import compare
from khuevan.platform.exchange.actions.sending import drain
from khuevan.platform.exchange.api import KINDS, gather, reason_name
from khuevan.platform.exchange.models import Delivery, Partner, Reconciliation, Submission
from khuevan.platform.hub.models import Parcel, Sender
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import actor, client_as
from tests.platform.exchange.fake import MemoryChannel
from tests.platform.exchange.serving import admitted, partner

pytestmark = pytest.mark.django_db
URL, TOKEN = "http://127.0.0.1:9/hub/v1", "bí mật của đối tác"
PAGES = ("/exchange/", "/exchange/log/", "/exchange/partners/new", "/hub/", "/hub/senders/new")


@pytest.fixture
def so():
    return client_as("anh-binh")


@pytest.fixture
def school():
    return actor("co-lan").unit_id


@pytest.fixture
def one(school):
    made = partner(URL, TOKEN)
    gather(school)
    return made


def address(one, rest=""):
    return f"/exchange/partners/{one.uid}/{rest}"


def form(**changes):
    return {"name": "Kho của tỉnh", "url": "https://kho.example.vn/v1", "token": "t", "kinds": ["lophoc"],
            "at_once": "200", "mapping": ""} | changes  # fmt: skip


@pytest.mark.parametrize("name", ["thay-minh", "co-lan", "chi-hoa", ""])
def test_for_others_there_is_nothing_here(one, name):
    client = client_as(name)
    wanted = 404 if name else 302
    for path in (*PAGES, address(one), address(one, "settings"), address(one, "stuck"), address(one, "comparison")):
        assert client.get(path).status_code == wanted, path
    for path in (address(one, "pause"), address(one, "again"), address(one, "comparison/start")):
        assert client.post(path, {"reason": "x"}).status_code == wanted, path


def test_empty_pages_teach_the_next_step(so):
    assert "Xin họ địa chỉ và mã truy cập" in so.get("/exchange/").text
    assert "Chưa nộp lần nào" in so.get("/exchange/log/").text
    assert "Chưa ai gửi dữ liệu tới đây" in so.get("/hub/").text


def test_a_partner_is_set_up_changed_paused_and_resumed(so, school):
    gather(school)
    assert so.post("/exchange/partners/new", form()).status_code == 302
    with acting(Scope("province")):
        made = Partner.objects.get()
        waiting = Delivery.objects.filter(partner=made).count()
    assert (made.at_once, made.kinds, "t" in made.token[:1]) == (200, ["lophoc"], False)
    assert waiting > 0
    assert f"{waiting}" in so.get(address(made)).text
    so.post(address(made, "settings"), form(token="", kinds=list(KINDS), at_once="50"))
    with acting(Scope("province")):
        changed = Partner.objects.get()
        assert (changed.token, changed.at_once) == (made.token, 50)
        assert Delivery.objects.count() > waiting
    so.post(address(made, "pause"), {"reason": "Đối tác bảo trì"})
    assert "Đối tác bảo trì" in so.get(address(made)).text
    so.post(address(made, "resume"))
    assert "Đối tác bảo trì" not in so.get(address(made)).text
    assert so.post(address(made, "xoa")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "http://kho.example.vn/v1"}, "https://"),
        ({"url": "không phải địa chỉ"}, "https://"),
        ({"url": "http://[::1"}, "https://"),
        ({"name": " "}, "cần tên"),
        ({"kinds": []}, "ít nhất một loại"),
        ({"token": ""}, "mã truy cập"),
        ({"at_once": "0"}, "1 đến 5000"),
        ({"at_once": "٣"}, "1 đến 5000"),
        ({"mapping": '{"lophoc": {"rename": {"tenlopp": "x"}}}'}, "lophoc › rename › tenlopp"),
        ({"mapping": "{"}, "dòng 1, cột 2"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_what_was_typed_stays(so, changes, words):
    answer = so.post("/exchange/partners/new", form(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert changes.get("name", "Kho của tỉnh") in answer.text
    with acting(Scope("province")):
        assert not Partner.objects.exists()


def test_the_token_is_never_shown_again_and_not_kept_as_it_is(so, one):
    with acting(Scope("province")):
        assert TOKEN not in str(vars(Partner.objects.get()))
    assert TOKEN not in so.get(address(one, "settings")).text


def test_a_partner_that_is_away_is_said_in_words(so, one):
    drain(one.pk, patience=0)
    page = so.get(address(one)).text
    assert "Không gửi được từ" in page
    assert "không mất bản ghi nào" in page
    assert "Tự thử lại lúc" in page
    assert "Không gửi được" in so.get("/").text


def test_what_is_stuck_is_shown_with_reason_and_advice_and_goes_again(so, one):
    class Refusing(MemoryChannel):
        def _answer(self, record):
            from khuevan.platform.exchange.ports import Answer

            return (
                Answer(record.ref, "refused", "Trường chưa khai báo <b>")
                if record.kind == "lophoc"
                else super()._answer(record)
            )

    drain(one.pk, Refusing())
    page = so.get(address(one, "stuck")).text
    assert "Trường chưa khai báo &lt;b&gt;" in page
    assert "Đối tác từ chối" in page
    with acting(Scope("province")):
        stuck = list(Delivery.objects.filter(state="refused"))
    so.post(address(one, "again"), {"record": stuck[0].uid})
    assert so.post(address(one, "again"), {"record": "khong"}).status_code == 404
    with acting(Scope("province")):
        assert Delivery.objects.filter(state="refused").count() == len(stuck) - 1
    so.post(address(one, "again"))
    with acting(Scope("province")):
        assert Delivery.objects.filter(state="refused").count() == 0
    assert "Không có bản ghi nào bị kẹt" in so.get(address(one, "stuck")).text
    log = so.get("/exchange/log/").text
    assert reason_name("all_refused") in log
    assert one.name in log


def test_a_comparison_is_ordered_shown_exported_and_repaired(so, one):
    channel = MemoryChannel()
    drain(one.pk, channel)
    assert "Chưa đối chiếu lần nào" in so.get(address(one, "comparison")).text
    assert so.get(address(one, "comparison.csv")).status_code == 404
    so.post(address(one, "comparison/start"))
    so.post(address(one, "comparison/start"))
    with acting(Scope("province")):
        asked = Reconciliation.objects.get()
    assert "Đang đối chiếu" in so.get(address(one, "comparison")).text
    assert "HX-Refresh" not in so.get(address(one, "comparison/progress"))
    lost = next(ref for ref in channel.held if ref.startswith("hocsinh"))
    del channel.held[lost]
    compare(asked.pk, channel)
    assert so.get(address(one, "comparison/progress"))["HX-Refresh"] == "true"
    page = so.get(address(one, "comparison")).text
    with acting(Scope("province")):
        assert Delivery.objects.get(record__ref=lost).record.body["mahocsinh"] in page
    assert "Đối tác không có" in page
    report = so.get(address(one, "comparison.csv")).content.decode("utf-8-sig").splitlines()
    assert report[0].startswith("Loại,Mã trường,idbanghi")
    assert lost in report[1]
    so.post(address(one, "comparison/resend"))
    assert "Gửi lại lúc" in so.get(address(one, "comparison")).text
    drain(one.pk, channel)
    assert lost in channel.held


def test_everything_since_a_moment_goes_again(so, one):
    drain(one.pk, MemoryChannel())
    assert so.post(address(one, "since"), {"since": "2099-01-01T00:00"}).status_code == 422
    assert so.post(address(one, "since"), {"since": "hôm qua"}).status_code == 422
    so.post(address(one, "since"), {"since": "2020-01-01T00:00"})
    with acting(Scope("province")):
        assert not Delivery.objects.exclude(state="waiting").exists()


def test_a_sender_of_the_hub_gets_a_token_once_a_new_one_and_an_end(so):
    made = so.post("/hub/senders/new", {"name": "Sở Bắc", "kinds": ["lophoc"], "per_minute": "100"})
    token = made.text.split('id="token" value="')[1].split('"')[0]
    with acting(Scope("province")):
        sender = Sender.objects.get()
    assert token not in so.get(f"/hub/senders/{sender.uid}/").text
    renewed = so.post(f"/hub/senders/{sender.uid}/renew").text
    assert token not in renewed
    so.post(f"/hub/senders/{sender.uid}/close")
    assert "Đã ngừng" in so.get("/hub/").text
    assert so.post(f"/hub/senders/{sender.uid}/khac").status_code == 404
    for wrong in ({"name": "", "kinds": ["lophoc"], "per_minute": "1"}, {"name": "x", "kinds": [], "per_minute": "1"},
                  {"name": "x", "kinds": ["lophoc"], "per_minute": "0"}):  # fmt: skip
        assert so.post("/hub/senders/new", wrong).status_code == 422


def test_what_arrived_is_shown_with_refusals(so, client):
    sender, token = admitted()
    body = {"banghi": [{"idbanghi": "x<b>", "loai": "khac"}]}
    client.post("/hub/v1/records", json.dumps(body), content_type="application/json",
                headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    page = so.get(f"/hub/senders/{sender.uid}/").text
    assert "x&lt;b&gt;" in page
    assert "loai: phải là một trong" in page


def counted(client, path):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_lists_cost_the_same_queries_with_one_and_three(so, one, school):
    def more(number):
        with acting(Scope("province")):
            Partner.objects.get_or_create(name=f"P{number}", url=URL, token="x", kinds=["lophoc"], created_at=now())
            sender = Sender.objects.create(
                name=f"S{number}", token_hash=str(number), kinds=["lophoc"], created_at=now()
            )
            Parcel.objects.create(sender=sender, at=now(), total=1, accepted=1, known=0, older=0, refused=0)
            Submission.objects.create(
                school_code=str(number), school_name="T", at=now(), status="done", received=1, pushed=1, accepted=1,
                failed=0, reason="complete", partner=one,
            )  # fmt: skip
            ids = Delivery.objects.filter(partner=one, state="waiting").values("pk")[:1]
            Delivery.objects.filter(pk__in=ids).update(state="dead", reason=f"r{number}")

    paths = ("/exchange/", "/exchange/log/", "/hub/", address(one, "stuck"), address(one), "/")
    more(1)
    before = [counted(so, path) for path in paths]
    more(2)
    more(3)
    assert [counted(so, path) for path in paths] == before


def test_what_a_partner_says_is_no_formula_in_the_report():
    from khuevan.platform.exchange.web.reports import as_text

    assert [as_text(x) for x in ("=1+1", "@x", "\tx", "hocsinh.1", "")] == ["'=1+1", "'@x", "'\tx", "hocsinh.1", ""]
