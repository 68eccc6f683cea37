"""Thầy Minh closes a term: late saves are refused with who, when and what to do, until he opens it for a reason."""

import json

import pytest
from django.urls import reverse
from django.utils.timezone import now

from khuevan.kernel.errors import Conflict, Invalid, Locked, NotAllowed
from khuevan.registry.audit.api import Entry
from khuevan.school.gradebook.api import (
    MarkRow,
    TermLock,
    lock_term,
    save_conduct,
    save_marks,
    save_primary,
    unlock_term,
)
from tests.personas import acting_as, actor, client_as

from .fixtures import book, edit, pupils, school_class, this_year


@pytest.fixture
def minh(db):
    with acting_as("thay-minh"):
        yield actor("thay-minh")


def test_late_save(minh):
    toan = book()
    lock_term(minh, this_year(toan), 1, "Đã đủ điểm")
    with pytest.raises(Locked) as refused:
        save_marks(actor("co-lan"), toan, 1, [edit(pupils(toan)[0], "tx1", 70)])
    assert "Học kì I đã khoá sổ: Lê Quang Minh khoá lúc" in refused.value.message
    assert "đề nghị lãnh đạo nhà trường mở khoá" in refused.value.hint
    assert not MarkRow.objects.filter(class_subject=toan).exists()


def test_late_save_over_http(minh):
    toan = book()
    lock_term(minh, this_year(toan), 1, "Đã đủ điểm")
    body = {"edits": [vars(edit(pupils(toan)[0], "tx1", 70))], "reason": ""}
    url = reverse("gradebook:save", args=[toan.uid, 1])
    answer = client_as("co-lan").post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code == 423
    assert answer.json()["message"].startswith("Học kì I đã khoá sổ")


def test_only_that_term_is_closed(minh):
    toan = book()
    lock_term(minh, this_year(toan), 1, "Đã đủ điểm")
    assert save_marks(actor("co-lan"), toan, 2, [edit(pupils(toan)[0], "tx1", 70)])["saved"]


def test_conduct_is_closed_too(minh):
    one = school_class()
    lock_term(minh, this_year(one), 2, "Đã đủ điểm")
    with pytest.raises(Locked):
        save_conduct(actor("co-mai"), one, 2, [edit(pupils(one)[0], "level", "T")])


@pytest.mark.parametrize(("period", "closed"), [(1, False), (2, False), (3, True), (4, True)])
def test_a_term_closes_its_periods(db, period, closed):
    with acting_as("thay-phuc"):
        toan = book("TOAN", "2A")
        lock_term(actor("thay-phuc"), this_year(toan), 2, "Đã đủ điểm")
        edits = [edit(pupils(toan)[0], "level", "T")]
        if closed:
            with pytest.raises(Locked):
                save_primary(actor("co-thu"), toan, period, edits)
        else:
            assert save_primary(actor("co-thu"), toan, period, edits)["saved"]


def test_opened_again(minh):
    toan = book()
    lock_term(minh, this_year(toan), 1, "Đã đủ điểm")
    unlock_term(minh, this_year(toan), 1, "Sửa điểm em An theo biên bản")
    assert save_marks(actor("co-lan"), toan, 1, [edit(pupils(toan)[0], "tx1", 70)])["saved"]
    row = TermLock.objects.get(school_id=toan.school_id, year=2025, term=1)
    assert (row.lifted_by_name, row.lift_reason) == (minh.name, "Sửa điểm em An theo biên bản")
    verbs = Entry.objects.filter(book="locks:2025").order_by("position").values_list("verb", flat=True)
    assert list(verbs) == ["lock", "unlock"]


@pytest.mark.parametrize("name", ["co-lan", "co-mai"])
def test_teachers_do_not_lock(db, name):
    with acting_as(name), pytest.raises(NotAllowed):
        lock_term(actor(name), this_year(book()), 1, "Đã đủ điểm")


@pytest.mark.parametrize("reason", ["", "   ", "ok"])
def test_a_reason_is_needed(minh, reason):
    with pytest.raises(Invalid, match="Chưa ghi lý do"):
        lock_term(minh, this_year(book()), 1, reason)


def test_twice(minh):
    year = this_year(book())
    lock_term(minh, year, 1, "Đã đủ điểm")
    with pytest.raises(Conflict, match="đã khoá sổ"):
        lock_term(minh, year, 1, "Đã đủ điểm")


def test_opening_an_open_term(minh):
    with pytest.raises(Conflict, match="đang mở"):
        unlock_term(minh, this_year(book()), 1, "Sửa điểm em An")


def test_a_closed_year_is_closed(minh):
    toan = book()
    year = this_year(toan)
    year.closed_at = now()
    year.save()
    with pytest.raises(Locked, match="Năm học đã kết thúc"):
        save_marks(actor("co-lan"), toan, 1, [edit(pupils(toan)[0], "tx1", 70)])
    with pytest.raises(Conflict):
        unlock_term(minh, year, 1, "Sửa điểm em An")
