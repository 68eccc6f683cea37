"""Edits of a browser's outbox: sent twice they count once, and nothing foreign gets in with them."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate, now

from khuevan.kernel.errors import Invalid, Locked
from khuevan.kernel.ids import uuid7
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.gradebook.actions.settling import read_edits
from khuevan.school.gradebook.api import Edit, MarkRow, forget_arrivals, lock_term, save_conduct, save_marks
from khuevan.school.gradebook.models import SavedEdit
from tests.personas import acting_as, actor, client_as

from .fixtures import YEAR, book, pupils, queries, school_class, this_year


@pytest.fixture
def lan(db):
    with acting_as("co-lan"):
        yield actor("co-lan")


def typed(pupil, column, value, base=None) -> Edit:
    """One cell as an outbox holds it."""
    return Edit(str(pupil.uid), column, value, base, str(uuid7()))


def mark(toan, pupil, number=0):
    return MarkRow.objects.get(class_subject=toan, student_id=pupil.id, term=1).regular[number]


def test_an_edit_that_comes_again_counts_once(lan):
    toan = book()
    first = typed(pupils(toan)[0], "tx1", 70)
    save_marks(lan, toan, 1, [first])
    written = Entry.objects.count()
    for _ in range(3):
        reply = save_marks(lan, toan, 1, [first])
        assert reply["saved"] == [{"row": first.row, "column": "tx1", "value": 70}]
        assert [row["id"] for row in reply["rows"]] == [first.row]
    assert Entry.objects.count() == written


def test_it_does_not_undo_what_was_saved_after_it(lan):
    toan, an = book(), pupils(book())[0]
    first = typed(an, "tx1", 70)
    save_marks(lan, toan, 1, [first])
    save_marks(lan, toan, 1, [typed(an, "tx1", 90, base=70)])
    reply = save_marks(lan, toan, 1, [first])
    assert (reply["saved"][0]["value"], reply["conflicts"]) == (90, [])
    assert mark(toan, an) == 90


def test_old_and_new_edits_in_one_batch(lan):
    toan = book()
    an, binh = pupils(toan)[:2]
    first = typed(an, "tx1", 70)
    save_marks(lan, toan, 1, [first])
    reply = save_marks(lan, toan, 1, [first, typed(an, "tx2", 80), typed(binh, "tx1", 60)])
    assert sorted(one["value"] for one in reply["saved"]) == [60, 70, 80]
    assert (mark(toan, an), mark(toan, an, 1), mark(toan, binh)) == (70, 80, 60)


def test_a_conflict_stays_one_however_often_it_is_sent(lan):
    toan, an = book(), pupils(book())[0]
    save_marks(lan, toan, 1, [typed(an, "tx1", 70)])
    mine = typed(an, "tx1", 90)
    for _ in range(2):
        (conflict,) = save_marks(lan, toan, 1, [mine])["conflicts"]
        assert (conflict["yours"], conflict["theirs"], conflict["by"]) == (90, 70, lan.name)
    assert mark(toan, an) == 70


def test_a_lock_that_came_meanwhile_wins(lan):
    toan = book()
    an, binh = pupils(toan)[:2]
    arrived, late = typed(an, "tx1", 70), typed(binh, "tx1", 70)
    save_marks(lan, toan, 1, [arrived])
    lock_term(actor("thay-minh"), this_year(toan), 1, "Đã đủ điểm")
    assert save_marks(lan, toan, 1, [arrived])["saved"][0]["value"] == 70
    with pytest.raises(Locked, match="Đã đủ điểm"):
        save_marks(lan, toan, 1, [arrived, late])
    assert not MarkRow.objects.filter(class_subject=toan, student_id=binh.id, term=1, regular__0=70).exists()


@pytest.mark.parametrize("change", [{"value": 90}, {"column": "tx2"}])
def test_an_id_belongs_to_one_cell_and_one_value(lan, change):
    toan, an = book(), pupils(book())[0]
    first = typed(an, "tx1", 70)
    save_marks(lan, toan, 1, [first])
    reply = save_marks(lan, toan, 1, [Edit(**{**vars(first), "base": 70, **change})])
    assert "đã dùng cho ô khác" in reply["refused"][0]["message"]
    assert (mark(toan, an), mark(toan, an, 1)) == (70, None)


def test_an_id_of_somebody_else_says_nothing(db):
    with acting_as("co-mai"):
        mine = school_class()
        theirs = typed(pupils(mine)[0], "comment", "Em tiến bộ nhiều.")
        save_conduct(actor("co-mai"), mine, 1, [theirs])
    with acting_as("co-lan"):
        toan = book()
        stolen = Edit(str(pupils(toan)[0].uid), "tx1", 70, None, theirs.id)
        assert save_marks(actor("co-lan"), toan, 1, [stolen])["refused"]


@pytest.mark.parametrize("clock", [0, 2**48 - 1])
def test_the_clock_of_a_phone_decides_nothing(lan, clock):
    """Ids carry the time of the device (RFC 9562 §5.7): 1970 or the year 10889 changes nothing."""
    toan, an = book(), pupils(book())[0]

    def skewed(column, value, base=None):
        uid = UUID(int=(uuid7().int & (2**80 - 1)) | clock << 80)
        return Edit(str(an.uid), column, value, base, str(uid))

    save_marks(lan, toan, 1, [typed(an, "tx1", 70)])
    reply = save_marks(lan, toan, 1, [skewed("tx1", 90, base=70), skewed("tx2", 80)])
    assert (len(reply["saved"]), reply["conflicts"]) == (2, [])
    (conflict,) = save_marks(lan, toan, 1, [skewed("tx1", 50)])["conflicts"]
    assert conflict["theirs"] == 90


def test_marks_for_a_pupil_who_left_are_refused_in_words(lan):
    toan = book()
    an, binh = pupils(toan)[:2]
    late, fine = typed(an, "tx1", 70), typed(binh, "tx1", 60)
    Enrolment.objects.filter(student_id=an.id, year=YEAR).update(ends_on=localdate() - timedelta(days=1))
    for _ in range(2):
        reply = save_marks(lan, toan, 1, [late, fine])
        assert "đã rời lớp" in reply["refused"][0]["message"]
        assert [one["row"] for one in reply["saved"]] == [fine.row]
    assert not MarkRow.objects.filter(student_id=an.id).exists()


@pytest.mark.parametrize("value", ["tám", "8,5", 101, -1, "9" * 5000])
def test_what_is_no_mark_is_refused_in_words(lan, value):
    toan, an = book(), pupils(book())[0]
    (refused,) = save_marks(lan, toan, 1, [typed(an, "tx1", value)])["refused"]
    assert refused["message"]
    assert not SavedEdit.objects.exists()


NO_EDITS = [{"id": "1"}, {"id": 7}, {"id": ["a"]}, {"value": 8.5}, {"value": True}, {"value": {}}]


@pytest.mark.parametrize("wrong", NO_EDITS)
def test_what_is_no_edit_is_refused_whole(wrong):
    with pytest.raises(Invalid, match="Không đọc được"):
        read_edits([{"id": str(uuid7()), "row": "a", "column": "tx1", "value": 70} | wrong])


@pytest.mark.parametrize(("subject", "name"), [("NV", "7A"), ("TOAN", "2A")])
def test_an_entry_forged_for_another_book_writes_nothing(db, subject, name):
    with acting_as("co-thu" if name == "2A" else "thay-minh"):
        foreign = book(subject, name)
        row = str(pupils(foreign)[0].uid)
    with acting_as("co-lan"):
        before = Entry.objects.count()
    body = json.dumps({"edits": [{"id": str(uuid7()), "row": row, "column": "ck", "value": 100}]})
    answer = client_as("co-lan").post(f"/gradebook/books/{foreign.uid}/1/save", body, "application/json")
    assert answer.status_code in {403, 404}
    with acting_as("co-lan"):
        assert (Entry.objects.count(), SavedEdit.objects.count()) == (before, 0)


def test_a_pupil_forged_from_another_class_is_refused(lan):
    before = Entry.objects.count()
    reply = save_marks(lan, book(), 1, [typed(pupils(book("TOAN", "8A"))[0], "ck", 100)])
    assert "không có trong danh sách" in reply["refused"][0]["message"]
    assert (Entry.objects.count(), SavedEdit.objects.count()) == (before, 0)


def test_conduct_and_comments_too(db):
    with acting_as("co-mai"):
        mine = school_class()
        said = typed(pupils(mine)[0], "comment", "Em tiến bộ nhiều.")
        for _ in range(2):
            assert save_conduct(actor("co-mai"), mine, 1, [said])["saved"][0]["value"] == "Em tiến bộ nhiều."


def test_ten_thousand_edits_in_batches(lan):
    toan = book()
    columns = [f"tx{n}" for n in range(1, 5)] + ["gk", "ck"]
    cells = [(pupil, column) for pupil in pupils(toan) for column in columns]
    rounds = -(-10_000 // len(cells))
    batches = [
        [typed(pupil, column, 40 + n % 50, base=40 + (n - 1) % 50 if n else None) for pupil, column in cells]
        for n in range(rounds)
    ]
    asked = []
    for batch in batches:
        with queries() as found:
            reply = save_marks(lan, toan, 1, batch)
        asked.append(len(found))
        assert len(reply["saved"]) == len(cells)
    assert max(asked) - min(asked) <= 1  # results are written where one of them has changed
    with queries() as few:
        save_marks(lan, toan, 1, [typed(cells[0][0], "tx1", 100, base=mark(toan, cells[0][0]))])
    assert len(few) - 1 in {min(asked), max(asked)}  # and the mark that the test itself looked up
    assert SavedEdit.objects.count() == rounds * len(cells) + 1 >= 10_001
    written = Entry.objects.count()
    for batch in batches[:2]:
        assert len(save_marks(lan, toan, 1, batch)["saved"]) == len(cells)
    assert Entry.objects.count() == written


def test_more_than_fits_a_request_is_said(db):
    one = {"id": str(uuid7()), "row": "a", "column": "b", "value": 1}
    with acting_as("co-lan"):
        address = f"/gradebook/books/{book().uid}/1/save"
    answer = client_as("co-lan").post(address, json.dumps({"edits": [one] * 10_000}), "application/json")
    assert answer.status_code == 422
    assert "Không đọc được" in answer.json()["message"]


def test_ids_are_forgotten_after_a_month(lan):
    toan = book()
    save_marks(lan, toan, 1, [typed(pupils(toan)[0], "tx1", 70)])
    with acting(Scope("province")):
        assert forget_arrivals(now() - timedelta(days=31)) == 0
        assert forget_arrivals(now() + timedelta(seconds=1)) == 1
