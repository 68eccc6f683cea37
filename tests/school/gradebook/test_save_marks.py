"""Cô Lan saves marks: averages and levels follow, wrong cells are refused alone, everything is on record."""

from uuid import uuid4

import pytest

from khuevan.kernel.errors import Invalid, NotAllowed
from khuevan.registry.audit.api import Entry, broken_links
from khuevan.school.gradebook.api import MarkRow, Result, read_edits, save_marks
from tests.personas import acting_as, actor

from .fixtures import book, edit, pupils, queries, whole_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan():
    with acting_as("co-lan"):
        yield actor("co-lan")


def row_of(of, pupil, term=1):
    return MarkRow.objects.get(class_subject=of, student_id=pupil.id, term=term)


def test_average_follows(lan):
    toan = book()
    first = pupils(toan)[0]
    reply = save_marks(lan, toan, 1, whole_row(first, (90, 85, 95, 90), 90, 78))
    assert [cell["column"] for cell in reply["saved"]] == ["tx1", "tx2", "tx3", "tx4", "gk", "ck"]
    assert reply["rows"] == [{"id": str(first.uid), "computed": {"average": "8,6", "level": ""}}]
    assert row_of(toan, first).average == 86


def test_average_goes_when_a_mark_goes(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, whole_row(first))
    save_marks(lan, toan, 1, [edit(first, "gk", None, base=80)])
    assert row_of(toan, first).average is None


def test_year_average_needs_both_terms(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, whole_row(first, (64,) * 4, 64, 64))
    assert row_of(toan, first, 3).average is None
    save_marks(lan, toan, 2, whole_row(first, (65,) * 4, 65, 65))
    assert row_of(toan, first, 3).average == 65


def test_one_wrong_cell_does_not_stop_the_others(lan):
    toan = book()
    one, two = pupils(toan)[:2]
    reply = save_marks(lan, toan, 1, [edit(one, "tx1", 101), edit(two, "tx1", 70), edit(two, "average", 70)])
    assert [cell["row"] for cell in reply["saved"]] == [str(two.uid)]
    assert [cell["message"] for cell in reply["refused"]] == [
        "Điểm phải từ 0 đến 10, lấy đến một chữ số thập phân.",
        "Ô này do hệ thống tính, không nhập được.",
    ]


def test_pupil_of_another_class_is_refused(lan):
    toan, other = book(), book("TOAN", "8A")
    reply = save_marks(lan, toan, 1, [edit(pupils(other)[0], "tx1", 70)])
    assert "không có trong danh sách lớp" in reply["refused"][0]["message"]
    assert not MarkRow.objects.filter(class_subject=toan).exists()


def test_each_change_is_in_the_ledger(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [edit(first, "tx1", 70)])
    save_marks(lan, toan, 1, [edit(first, "tx1", 75, base=70)], reason="Cộng nhầm", device="Firefox")
    last = Entry.objects.filter(book=f"marks:{toan.uid}:1").latest("position")
    assert (last.old, last.new, last.by, last.reason, last.device) == (70, 75, lan.name, "Cộng nhầm", "Firefox")
    assert last.subject == "Toán 7A · Học kì I · TX1"
    assert not list(broken_links(toan.school_id))


def test_the_same_value_is_no_change(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [edit(first, "tx1", 70)])
    before = Entry.objects.count()
    reply = save_marks(lan, toan, 1, [edit(first, "tx1", 70, base=70)])
    assert reply["saved"]
    assert Entry.objects.count() == before


def test_pass_subject(lan):
    music = book("AN") or book("NT")
    music.teacher_id = lan.person_id
    music.save()
    first = pupils(music)[0]
    cells = [edit(first, column, "D") for column in ("tx1", "tx2", "gk")]
    reply = save_marks(lan, music, 1, [*cells, edit(first, "ck", "CD")])
    assert reply["rows"][0]["computed"]["average"] == "CĐ"
    assert row_of(music, first).regular == [1, 1]


def test_only_the_subject_teacher_writes(lan):
    with pytest.raises(NotAllowed, match="Chỉ giáo viên dạy môn này"):
        save_marks(lan, book("NV"), 1, [])


@pytest.mark.parametrize("name", ["thay-minh", "co-mai"])
def test_others_do_not_write(name):
    with acting_as(name), pytest.raises(NotAllowed):
        save_marks(actor(name), book(), 1, [])


def test_constant_number_of_queries(lan):
    toan = book()
    with queries() as one:
        save_marks(lan, toan, 1, [edit(pupils(toan)[0], "tx1", 70)], key=uuid4())
    with queries() as many:
        save_marks(lan, toan, 1, [edit(pupil, "tx2", 70) for pupil in pupils(toan)], key=uuid4())
    assert len(one) == len(many)
    assert len(many) <= 22


@pytest.mark.parametrize(
    "given", [None, {}, [1], [{"row": "x"}], [{"row": 1, "column": "tx1", "value": 2}],
              [{"row": "x", "column": "tx1", "value": 8.5}], [{"row": "x", "column": "tx1", "value": True}]]
)  # fmt: skip
def test_unreadable_edits(given):
    with pytest.raises(Invalid, match="Không đọc được"):
        read_edits(given)


def test_what_stands_is_not_written_again(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, whole_row(first))
    kept = list(Result.objects.filter(student_id=first.id).values_list("term", "computed_at"))
    year = row_of(toan, first, 3).updated_at
    with queries() as found:
        save_marks(lan, toan, 1, [edit(first, "tx1", 81, base=80)])
    assert not [sql for sql in found if 'INSERT INTO "gradebook_result"' in sql]
    assert list(Result.objects.filter(student_id=first.id).values_list("term", "computed_at")) == kept
    assert row_of(toan, first, 3).updated_at == year


def test_what_does_not_stand_as_it_follows_is_put_right(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, whole_row(first))
    mine, years = Result.objects.filter(student_id=first.id), MarkRow.objects.filter(student_id=first.id, term=3)
    mine.filter(term=1).update(award="excellent")
    mine.filter(term=3).delete()
    years.update(comment="?", average=100)
    save_marks(lan, toan, 1, [edit(first, "tx1", 81, base=80)])
    assert sorted(mine.values_list("term", "award")) == [(1, ""), (3, "")]
    assert list(years.values_list("comment", "average")) == [("", None)]
