"""What the calendar does to a book: refused cells, closed columns, a reason for what is opened again; no query more."""

from datetime import date

import pytest

from khuevan.registry.audit.api import Entry
from khuevan.school.calendar.api import Reopening, ask, decide
from khuevan.school.comments.api import open_desk
from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import (
    book_grid,
    class_grid,
    lock_term,
    open_book,
    open_class,
    save_conduct,
    save_marks,
    save_primary,
)
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, edit, pupils, queries, school_class, this_year

from .fixtures import IN_TIME, LATE, MIDTERM, UNTIL_NOVEMBER, YEAR, on, put

pytestmark = pytest.mark.django_db


def save(*cells, reason="", term=1, one=None):
    with acting_as("co-lan"):
        one = one or book()
        first = pupils(one)[0]
        edits = [edit(first, *cell) for cell in cells]
        return save_marks(actor("co-lan"), one, term, edits, reason=reason)


def grid(part=1):
    with acting_as("co-lan"):
        opened = open_book(actor("co-lan"), book().uid, part)
        return {column["key"]: column for column in book_grid(actor("co-lan"), opened)["columns"]}


def test_a_book_without_calendar_is_as_before():
    with on(LATE):
        assert len(save(("gk", 80), ("tx1", 70))["saved"]) == 2
        assert grid()["gk"]["editable"]


def test_a_cell_outside_its_window_is_refused_and_the_others_are_saved():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(IN_TIME):
        assert save(("gk", 80))["refused"] == []
    with on(LATE):
        reply = save(("gk", 90, 80), ("tx1", 70))
        assert [one["column"] for one in reply["saved"]] == ["tx1"]
        (refused,) = reply["refused"]
        assert refused["column"] == "gk"
        assert refused["message"] == (
            "“Giữa kì” đã hết hạn ngày 21/11/2025. Nếu cần nhập, bấm “Đề nghị mở lại” ở đầu trang sổ và nêu lý do."
        )
    with on(LATE.replace(month=10, day=1)):
        assert save(("gk", 90, 80))["refused"][0]["message"] == "“Giữa kì” chưa mở: nhập được từ ngày 20/10/2025."


def test_the_grid_shows_a_closed_column_as_read_only_with_the_reason():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE):
        columns = grid()
        assert not columns["gk"]["editable"]
        assert "đã hết hạn ngày 21/11/2025" in columns["gk"]["closed"]
        assert columns["ck"]["editable"]
        assert grid(2)["gk"]["editable"]


def test_first_and_last_day_are_open():
    put({MIDTERM: UNTIL_NOVEMBER})
    for day in (UNTIL_NOVEMBER.opens_on, UNTIL_NOVEMBER.closes_on):
        with on(day):
            assert grid()["gk"]["editable"]


def test_a_grade_of_its_own():
    put({MIDTERM: UNTIL_NOVEMBER}, scope="g9")
    with on(LATE):
        assert grid()["gk"]["editable"]
    put({MIDTERM: UNTIL_NOVEMBER}, scope="lower")
    with on(LATE):
        assert not grid()["gk"]["editable"]


def test_primary_and_homeroom_parts_have_windows_too():
    put({(1, "conduct"): UNTIL_NOVEMBER, (1, "final"): UNTIL_NOVEMBER})
    with on(LATE), acting_as("co-mai"):
        one = school_class("7A")
        reply = save_conduct(actor("co-mai"), one, 1, [edit(pupils(one)[0], "level", "T")])
        assert reply["refused"][0]["message"].startswith("“Rèn luyện, phẩm chất, năng lực” đã hết hạn")
        found = class_grid(actor("co-mai"), open_class(actor("co-mai"), one.uid, 1))
        assert not any(column["editable"] for column in found["columns"])


def test_primary_periods_have_windows():
    put({(1, "final"): UNTIL_NOVEMBER}, "thay-phuc")
    with on(LATE), acting_as("co-thu"):
        one = book("TOAN", "2A")
        child = pupils(one)[0]
        late = save_primary(actor("co-thu"), one, 2, [edit(child, "level", "T"), edit(child, "comment", "Em chăm.")])
        assert [cell["column"] for cell in late["refused"]] == ["level"]
        assert len(save_primary(actor("co-thu"), one, 1, [edit(child, "level", "T")])["saved"]) == 1


def test_the_page_of_comments_says_that_time_is_over():
    put({(1, "comment"): UNTIL_NOVEMBER})
    with on(LATE), acting_as("co-lan"):
        desk = open_desk(actor("co-lan"), "book", book().uid, 1)
    assert all("đã hết hạn" in seat.shut for seat in desk.seats)


def reopened(until=date(2025, 12, 5)):
    with acting_as("co-lan"):
        one = ask(actor("co-lan"), book(), 1, MIDTERM, "Chấm phúc tra bài của một em.")
    with acting_as("thay-minh"):
        decide(actor("thay-minh"), Reopening.objects.get(pk=one.pk), until)
    return one


def test_a_reopened_column_is_open_for_this_book_alone_and_wants_a_reason_for_changes():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(IN_TIME):
        save(("gk", 80))
    with on(LATE):
        reopened()
        assert grid()["gk"]["editable"]
        (refused,) = save(("gk", 90, 80))["refused"]
        assert "hãy ghi lý do sửa điểm rồi lưu lại" in refused["message"]
        assert len(save(("gk", 90, 80), reason="Phúc tra ngày 28/11")["saved"]) == 1
        with acting_as("co-lan"):
            second = pupils(book())[1]
            assert len(save_marks(actor("co-lan"), book(), 1, [edit(second, "gk", 70)])["saved"]) == 1
            entry = Entry.objects.filter(verb="mark", new=90).get()
            assert (entry.old, entry.reason) == (80, "Phúc tra ngày 28/11")
        assert [column["editable"] for column in others_grid()] == [False]
    with on(LATE.replace(day=6)):
        assert not grid()["gk"]["editable"]


def others_grid():
    """The midterm column of another teacher's book of the same class, as that teacher sees it."""
    with acting_as("co-mai"):
        mine = ClassSubject.objects.filter(teacher_id=actor("co-mai").person_id, school_class__name="7A")
        opened = open_book(actor("co-mai"), mine.filter(school_class__year=YEAR)[0].uid, 1)
        return [column for column in book_grid(actor("co-mai"), opened)["columns"] if column["key"] == "gk"]


def test_a_lock_comes_before_the_calendar():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE):
        with acting_as("thay-minh"):
            lock_term(actor("thay-minh"), this_year(book()), 1, "Đủ điểm rồi.")
        with pytest.raises(Exception, match="đã khoá sổ"):
            save(("gk", 90))


def count(run):
    with queries() as found:
        run()
    return len(found)


def test_neither_opening_nor_saving_costs_a_query_more():
    with acting_as("co-lan"):
        one, me = book(), actor("co-lan")
        first = pupils(one)[0]

        def opening():
            book_grid(me, open_book(me, one.uid, 1))

        def saving(value, base):
            save_marks(me, one, 1, [edit(first, "tx1", value, base)])

        with on(IN_TIME):
            saving(60, None)
            before = count(opening), count(lambda: saving(70, 60))
    put({MIDTERM: UNTIL_NOVEMBER, (1, "regular"): UNTIL_NOVEMBER})
    put({MIDTERM: UNTIL_NOVEMBER, (1, "regular"): UNTIL_NOVEMBER}, scope="g7")
    with acting_as("co-lan"), on(IN_TIME):
        assert (count(opening), count(lambda: saving(80, 70))) == before


def test_the_page_of_the_book_leads_to_the_request():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE):
        html = client_as("co-lan").get(f"/gradebook/books/{book_uid()}/?term=1").content.decode()
        assert f"/calendar/books/{book_uid()}/1/ask" in html
        assert "đã hết hạn ngày 21/11/2025" in html
        again = client_as("co-lan").get(f"/gradebook/books/{book_uid()}/?term=2").content.decode()
        assert "/ask" not in again
        leader = client_as("thay-minh").get(f"/gradebook/books/{book_uid()}/?term=1").content.decode()
        assert "đã hết hạn ngày 21/11/2025" in leader
        assert "/ask" not in leader


def book_uid():
    with acting_as("co-lan"):
        return book().uid
