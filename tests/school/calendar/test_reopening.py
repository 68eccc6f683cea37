"""Asking to open a column again: reason, decision, history, ledger; nobody else's."""

from datetime import date

import pytest
from django.db import transaction

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.approvals.api import history
from khuevan.registry.audit.api import Entry
from khuevan.school.calendar.api import (
    REOPENING,
    Reopening,
    ask,
    asked,
    close_again,
    decide,
    request_by_uid,
    waiting,
    withdraw,
)
from khuevan.school.calendar.policies import visible
from khuevan.school.gradebook.api import lock_term
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, this_year

from .fixtures import IN_TIME, LATE, MIDTERM, UNTIL_NOVEMBER, on, put

pytestmark = pytest.mark.django_db
REASON = "Chấm phúc tra bài giữa kì của hai em."
UNTIL = date(2025, 12, 5)


@pytest.fixture
def late():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE):
        yield


def wish(reason=REASON, slot=MIDTERM):
    with acting_as("co-lan"):
        return ask(actor("co-lan"), book(), 1, slot, reason)


def by(name, does, one, *more):
    with acting_as(name):
        return does(actor(name), Reopening.objects.get(pk=one.pk), *more)


def test_from_the_wish_to_the_decision_everything_is_written_down(late):
    one = wish()
    with acting_as("thay-minh"):
        assert [(found.uid, found.title, found.slot) for found in waiting(actor("thay-minh"), 6)] == [
            (one.uid, "Toán 7A", "Giữa kì · Học kì I")
        ]
    by("thay-minh", decide, one, UNTIL, "Đồng ý")
    with acting_as("co-lan"):
        found = asked(request_by_uid(actor("co-lan"), one.uid))
        assert (found.title, found.words, found.one.until) == ("Toán 7A", "Đã mở lại", UNTIL)
        steps = [(step.title, step.note) for step in history(REOPENING, found.one.case_id)]
        assert steps == [("Chờ duyệt", ""), ("Đã mở lại", "Đồng ý")]
        entries = Entry.objects.filter(book="calendar:2025", verb__startswith="reopening").order_by("position")
        assert [(entry.verb, entry.new, entry.reason) for entry in entries] == [
            ("reopening-ask", "đề nghị", REASON),
            ("reopening-grant", "mở đến 05/12/2025", "Đồng ý"),
        ]
        assert entries[0].subject == "Mở lại Giữa kì · Học kì I · Toán 7A"


def test_a_request_waits_for_who_may_decide_it(late):
    one = wish()
    for who in ("thay-minh", "co-lan", "thay-khac"):
        with acting_as(who):
            there = Reopening.objects.filter(visible(actor(who), "decide"), until=None, ended_at=None)
            assert [found.uid for found in waiting(actor(who), 6)] == list(there.values_list("uid", flat=True))
    by("thay-minh", decide, one, None, "Đã đủ điểm.")
    with acting_as("thay-minh"):
        assert waiting(actor("thay-minh"), 6) == []


def test_a_refusal_needs_a_reason_and_leaves_the_column_closed(late):
    one = wish()
    with pytest.raises(Invalid, match="Chưa ghi lý do"):
        by("thay-minh", decide, one, None, " ")
    by("thay-minh", decide, one, None, "Đã đủ điểm.")
    with pytest.raises(Conflict, match="Chưa thể"):
        by("thay-minh", decide, one, UNTIL)
    assert wish("Còn một em nữa chưa nhập điểm.").pk != one.pk


def test_taken_back_and_closed_early(late):
    one = wish()
    by("co-lan", withdraw, one)
    second = wish()
    by("thay-minh", decide, second, UNTIL)
    with pytest.raises(Conflict):
        by("co-lan", withdraw, second)
    by("thay-minh", close_again, second, "Đã sửa xong.")
    with acting_as("co-lan"):
        states = [asked(one).state for one in Reopening.objects.select_related("case").order_by("pk")]
    assert states == ["withdrawn", "closed"]


def test_one_wish_at_a_time_and_another_when_its_days_are_over(late):
    one = wish()
    with pytest.raises(Conflict, match="đã được đề nghị"):
        wish()
    by("thay-minh", decide, one, UNTIL)
    with on(date(2025, 12, 6)):
        with acting_as("co-lan"):
            assert asked(request_by_uid(actor("co-lan"), one.uid)).words == "Đã hết ngày mở"
        assert wish().pk != one.pk


@pytest.mark.parametrize("until", [date(2025, 11, 30), date(2026, 2, 1)])
def test_a_day_that_is_past_or_too_far(late, until):
    with pytest.raises(Invalid, match="phải từ hôm nay đến 30/01/2026"):
        by("thay-minh", decide, wish(), until)


def test_what_is_open_or_locked_cannot_be_asked_for(late):
    with on(IN_TIME), pytest.raises(Conflict, match="chưa hết hạn"):
        wish()
    with acting_as("thay-minh"):
        lock_term(actor("thay-minh"), this_year(book()), 1, "Đủ điểm rồi.")
    with pytest.raises(Conflict, match="Học kì I đã khoá sổ"):
        wish()


def test_short_reasons_foreign_books_and_foreign_deciders(late):
    with pytest.raises(Invalid, match="quá ngắn"):
        wish("vì")
    with acting_as("co-mai"), pytest.raises(NotAllowed, match="Chỉ người ghi cột này"):
        ask(actor("co-mai"), book(), 1, MIDTERM, REASON)
    with acting_as("co-lan"), pytest.raises(Invalid, match="không có cột đó"):
        ask(actor("co-lan"), book(), 1, (2, "midterm"), REASON)
    one = wish()
    with pytest.raises(NotAllowed):
        by("co-lan", decide, one, UNTIL)


def test_a_colleague_and_another_school_do_not_find_it(late):
    one = wish()
    for name in ("co-mai", "thay-phuc", "thay-khac"):
        with acting_as(name), pytest.raises(NotFound):
            request_by_uid(actor(name), one.uid)
    with acting_as("thay-phuc"):
        assert Reopening.objects.count() == 0
    with acting_as("anh-binh"):
        assert request_by_uid(actor("anh-binh"), one.uid).reason == REASON
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Reopening.objects.update(reason="x")


def test_the_way_on_the_pages(late):
    with acting_as("co-lan"):
        uid = book().uid
    address = f"/calendar/books/{uid}/1/ask"
    lan, minh = client_as("co-lan"), client_as("thay-minh")
    assert 'value="midterm"' in lan.get(address).content.decode()
    assert lan.post(address, {"reason": REASON}).status_code == 422
    sent = lan.post(address, {"kind": "midterm", "reason": REASON})
    assert sent.status_code == 302
    page = sent["Location"]
    assert "Không có cột nào cần mở lại" in lan.get(address).content.decode()
    assert REASON in minh.get(page).content.decode()
    assert "Đồng ý mở lại" not in lan.get(page).content.decode()
    assert "Toán 7A" in minh.get("/calendar/requests/").content.decode()
    assert "Toán 7A" in minh.get("/").content.decode()
    assert minh.post(f"{page}grant", {"until": ""}).status_code == 422
    assert minh.post(f"{page}grant", {"until": "2025-12-05"}).status_code == 302
    assert "được mở lại đến hết ngày 05/12/2025" in lan.get(f"/gradebook/books/{uid}/?term=1").content.decode()
    assert "Đóng lại sớm" in minh.get(page).content.decode()
    assert minh.post(f"{page}nonsense").status_code == 404
    assert client_as("co-mai").get(page).status_code == 404
    assert client_as("co-mai").get(address).status_code == 404


def test_the_first_page_of_who_asked_tells_the_answer_until_its_last_day(late):
    with acting_as("co-lan"):
        address = f"/gradebook/books/{book().uid}/?term=1"
    lan = client_as("co-lan")
    one = wish()
    assert "Được sửa đến" not in lan.get("/").content.decode()
    by("thay-minh", decide, one, UNTIL)
    page = lan.get("/").content.decode()
    assert "Được sửa đến 05/12/2025" in page
    assert address in page
    assert "Được sửa đến" not in client_as("co-mai").get("/").content.decode()
    with on(date(2025, 12, 6)):
        assert "Được sửa đến" not in lan.get("/").content.decode()
    by("thay-minh", close_again, one, "Đã sửa xong.")
    by("thay-minh", decide, second := wish(), None, "Đã đủ điểm.")
    page = lan.get("/").content.decode()
    assert "Được sửa đến" not in page
    assert f"/calendar/requests/{second.uid}/" in page
    with on(date(2025, 12, 9)):
        assert f"/calendar/requests/{second.uid}/" not in lan.get("/").content.decode()
