"""Marks of a book from Excel: read, compared, written by the grid's own save, taken back; out into others' forms."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, NotAllowed
from khuevan.platform.sheets import api as sheets
from khuevan.platform.sheets.actions.work import run
from khuevan.platform.sheets.rules.matching import propose
from khuevan.registry.audit.api import Entry
from khuevan.school.enrolment.models import ClassSubject, Enrolment
from khuevan.school.gradebook.api import MarkRow, PrimaryMark, list_code, lock_term, marks_book, save_marks
from khuevan.school.gradebook.queries.mark_layout import layout_of
from khuevan.school.gradebook.queries.sheets import MarkSheet
from tests.personas import acting_as, actor, client_as
from tests.platform.sheets import nasty

from .fixtures import book, edit, pupils, this_year

pytestmark = pytest.mark.django_db
HEAD = ["STT", "Họ và tên", "TX1", "TX2", "TX3", "TX4", "GK", "CK", "Nhận xét"]
OWN = ["STT", "Họ tên học sinh", "ĐĐGtx", None, None, None, "ĐĐGgk", "ĐĐGck", "ĐTBmhk"]


@pytest.fixture
def toan():
    with acting_as("co-lan"):
        return book()


@pytest.fixture
def names(toan):
    with acting_as("co-lan"):
        return [one.name for one in pupils(toan)]


def worked(one, who="co-lan"):
    run(one.school_id, one.pk)
    with acting_as(who):
        return sheets.Import.objects.select_related("file").get(pk=one.pk)


def sent(of, content, part=1, name="ds.xlsx", who="co-lan"):
    with acting_as(who):
        teacher = actor(who)
        one = sheets.receive(teacher, of.school_id, list_code(of, part), content, name)
        sheets.order_check(teacher, one.pk)
    return worked(one, who)


def checked(of, rows, part=1, header=HEAD):
    return sent(of, nasty.xlsx([header, *rows]), part)


def done(one, order=sheets.order_write, who="co-lan", **how):
    with acting_as(who):
        order(actor(who), one.pk, **how)
    return worked(one, who)


def marks(of, term=1):
    with acting_as("co-lan"):
        rows = MarkRow.objects.filter(class_subject=of, term=term).order_by("student_id")
        return list(rows.values_list("student_id", "regular", "midterm", "final", "average", "comment"))


def words(one):
    with acting_as("co-lan"):
        lines = sheets.lines(one)
    return " ".join(said for line in lines for _place, said in line.problems)


def whole(names, mark="7,5"):
    return [[n, name, mark, 8, "9.5", 7, 6.5, 10, ""] for n, name in enumerate(names, 1)]


def test_a_teachers_own_sheet_and_back(toan, names):
    """Names of a class are enough. Old and new stand side by side, averages follow, undo is whole."""
    with acting_as("co-lan"):
        first = pupils(toan)[0]
        save_marks(actor("co-lan"), toan, 1, [edit(first, "tx1", 60)])
    before = marks(toan)
    one = checked(toan, whole(names))
    assert one.counts["changed"] == len(names), (words(one), one.stops)
    with acting_as("co-lan"):
        line = sheets.lines(one)[0]
    assert line.changes["tx1"] == ("6,0", "7,5")
    one = done(one)
    assert (one.state, one.note) == ("done", "")
    row = next(row for row in marks(toan) if row[0] == first.id)
    assert row[1:5] == ([75, 80, 95, 70], 65, 100, 83)
    with acting_as("co-lan"):
        entry = Entry.objects.filter(book=marks_book(toan, 1), student_id=first.id).latest("id")
        assert "ds.xlsx" in entry.reason
    assert done(one, sheets.order_undo).state == "undone"
    after = {row[0]: row[1:4] for row in marks(toan)}
    assert after[first.id] == next(row[1:4] for row in before if row[0] == first.id)


def test_undo_waits_for_what_was_changed_since(toan, names):
    one = done(checked(toan, whole(names)))
    with acting_as("co-lan"):
        first = pupils(toan)[0]
        save_marks(actor("co-lan"), toan, 1, [edit(first, "tx1", 90, base=75)])
    one = done(one, sheets.order_undo)
    assert one.state == "done"
    assert "đã được sửa sau khi nhập" in one.note


UNDER = {
    "numbers": [None, None, 1, 2, 3, 4],
    "texts": [None, None, "1", "2", "3", "4"],
    "names": [None, None, "TX1", "TX2", "TX3", "TX4"],
    "nothing": [],
}


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "plain"])
@pytest.mark.parametrize("below", list(UNDER))
def test_columns_as_vendors_name_them(below, merged):
    """Regular marks under one label, numbered or not, merged or as a paste leaves them; averages are not taken."""

    def merge(sheet):
        for area in ("A1:A2", "B1:B2", "C1:F1", "G1:G2", "H1:H2", "I1:I2"):
            sheet.merge_cells(area)

    layout = layout_of("marks-x-1", "Toán 7A", MarkSheet(4, True, 1).columns)
    rows = [[n, f"Nguyễn Văn {name}", 7, 8, "9,5", 7, 6.5, 10, 8.2] for n, name in enumerate(["An", "Bình", "Cúc"], 1)]
    content = nasty.xlsx([OWN, UNDER[below], *rows], merge if merged else None)
    table = sheets.read_table(sheets.open_file(content, "a.xlsx").sheets, layout.known)
    columns = propose(table, layout).columns
    assert columns == {code: (n,) for n, code in enumerate(["name", "tx1", "tx2", "tx3", "tx4", "gk", "ck"], 1)}
    assert table.numbers == [2, 3, 4]


def test_what_is_confirmed_for_one_book_is_remembered_for_all(toan):
    with acting_as("co-lan"):
        lan, other = actor("co-lan"), book(name="8A")
        content = nasty.xlsx([["STT", "Họ và tên", "Cột lạ"], [1, "Ai Đó", 7]])
        one = sheets.receive(lan, toan.school_id, list_code(toan, 1), content, "a.xlsx")
        sheets.order_check(lan, one.pk, {1: "name", 2: "tx1"})
        again = sheets.receive(lan, toan.school_id, list_code(other, 2), content, "a.xlsx")
        assert sheets.proposal_of(again).columns == {"name": (1,), "tx1": (2,)}


def test_letters_where_numbers_belong_and_one_row_too_many(toan, names):
    rows = whole(names)
    rows[0][2], rows[1][2], rows[2][2] = "giỏi", 11, 8.25
    one = checked(toan, [*rows, [99, "Người Thứ Bốn Mươi Sáu", 8, 8, 8, 8, 8, 8, ""]])
    assert one.counts["error"] == 4, words(one)
    assert not one.stops
    said = words(one)
    assert "Trong lớp không có em nào như vậy" in said
    with acting_as("co-lan"), pytest.raises(Conflict, match="Còn 4 dòng sai"):
        sheets.order_write(actor("co-lan"), one.pk)
    assert done(one, leave_out=True).done == len(names) - 3


def test_namesakes_and_names_without_accents(toan, names):
    from khuevan.kernel.text import fold

    bare = next(name for name in names if fold(name) != name.lower() and names.count(name) == 1)
    one = checked(toan, [[1, fold(bare).title(), 7, 7, 7, 7, 7, 7, ""]])
    assert one.counts["doubtful"] == 1
    assert f"Có phải là {bare}" in words(one)
    with acting_as("co-lan"):
        sheets.decide(actor("co-lan"), one.pk, [1])
    assert done(one).done == 1


def test_marks_for_a_pupil_who_left_and_a_closed_term(toan, names):
    with acting_as("thay-minh"):
        first = pupils(toan)[0]
        Enrolment.objects.filter(student_id=first.id, ends_on=None).update(ends_on=today())
    one = checked(toan, whole(names))
    assert one.counts["error"] == 1
    assert "đã rời lớp ngày" in words(one)
    with acting_as("thay-minh"):
        lock_term(actor("thay-minh"), this_year(toan), 1, "Hết học kì")
    again = checked(toan, whole(names))
    assert again.stops
    assert done(one, leave_out=True).state == "checked"


def test_the_file_of_another_class(toan, names):
    with acting_as("co-lan"):
        others = [one.name for one in pupils(book(name="8A"))]
    assert any("lớp khác" in stop["what"] for stop in checked(toan, whole(others)).stops)
    titled = nasty.xlsx([["BẢNG ĐIỂM LỚP 7B"], [], HEAD, *whole(names)])
    assert "Tiêu đề trong tệp ghi lớp" in sent(toan, titled).stops[0]["what"]


def test_a_column_that_slipped_by_one_row_stops(toan, names):
    with acting_as("co-lan"):
        for n, one in enumerate(pupils(toan)):
            save_marks(actor("co-lan"), toan, 1, [edit(one, "gk", 10 + n)])
    rows = [[n, name, "", "", "", "", (9 + n) / 10, "", ""] for n, name in enumerate(names)]
    assert any("lệch một dòng" in stop["what"] for stop in checked(toan, rows).stops)


def test_a_paste_is_a_file(toan, names):
    text = "\r\n".join("\t".join(map(str, row)) for row in [HEAD, *whole(names)])
    one = sent(toan, text.encode(), name="dán.csv")
    assert one.counts["changed"] == len(names), words(one)


def test_subjects_that_are_passed(names):
    with acting_as("co-lan"):
        lan = actor("co-lan")
    with acting_as("thay-minh"):
        sport = book("GDTC")
        ClassSubject.objects.filter(pk=sport.pk).update(teacher_id=lan.person_id)
    head = ["STT", "Họ và tên", "TX1", "TX2"]
    assert checked(sport, [[1, names[0], "Đ", "8"]], header=head).counts["error"] == 1
    one = done(checked(sport, [[1, names[0], "Đ", "chưa đạt"]], header=head))
    assert one.state == "done", one.note
    assert marks(sport)[0][1][:2] == [1, 0]


def test_primary_levels_and_tests():
    with acting_as("co-thu"):
        math = book("TOAN", "2A")
        name = pupils(math)[0].name
    head = ["STT", "Họ và tên", "Mức đạt được", "Điểm KTĐK", "Nhận xét"]
    one = sent(math, nasty.xlsx([head, [1, name, "T", 9, "Em tính nhanh."]]), 4, who="co-thu")
    assert done(one, who="co-thu").state == "done"
    with acting_as("co-thu"):
        row = PrimaryMark.objects.get(class_subject=math, period=4, student__full_name=name)
    assert (row.level, row.test, row.comment) == ("T", 90, "Em tính nhanh.")
    assert sent(math, nasty.xlsx([head, [1, name, "A", 0, ""]]), 4, who="co-thu").counts["error"] == 1


def test_who_may(toan):
    content = nasty.xlsx([HEAD, [1, "A", 7, 7, 7, 7, 7, 7, ""]])
    for who in ("co-mai", "thay-minh"):
        with acting_as(who), pytest.raises(NotAllowed):
            sheets.receive(actor(who), toan.school_id, list_code(toan, 1), content, "a.xlsx")
        assert client_as(who).get(f"/sheets/?list={list_code(toan, 1)}").status_code == 404
    one = sent(toan, content)
    assert client_as("co-mai").get(f"/sheets/{one.uid}/").status_code == 404
    for wrong in ("marks-x-1", f"marks-{toan.uid.hex}-9", "marks-", "khac-1"):
        assert client_as("co-lan").get(f"/sheets/?list={wrong}").status_code == 404


def file_of(response):
    assert response.status_code == 200, response.content.decode()[:300]
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


def test_the_pages_lead_from_the_book_and_back(toan, names):
    lan = client_as("co-lan")
    door = f"/sheets/?list={list_code(toan, 1)}"
    assert door in lan.get(f"/gradebook/books/{toan.uid}/?term=1").content.decode()
    assert door not in client_as("thay-minh").get(f"/gradebook/books/{toan.uid}/?term=1").content.decode()
    page = lan.get(door).content.decode()
    assert "Toán 7A · Học kì I" in page
    file = SimpleUploadedFile("ds.xlsx", nasty.xlsx([HEAD, *whole(names)]))
    address = lan.post("/sheets/receive", {"kind": list_code(toan, 1), "file": file})["Location"]
    fields = {
        f"c{n}": code for n, code in enumerate(["", "name", "tx1", "tx2", "tx3", "tx4", "gk", "ck", "comment"]) if n
    }
    lan.post(f"{address}check", fields)
    with acting_as("co-lan"):
        one = sheets.Import.objects.latest("id")
    worked(one)
    assert "7,5" in lan.get(address).content.decode()
    lan.post(f"{address}write")
    assert worked(one).state == "done"
    with CaptureQueriesContext(connection) as found:
        page = lan.get(address).content.decode()
    assert f"/gradebook/books/{toan.uid}/?term=1" in page
    assert len(found) < 25
    out = file_of(lan.get(f"/sheets/out/{list_code(toan, 1)}/list"))
    head = [cell.value for cell in out[1]]
    assert head[:5] == ["Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp", "TX1"]
    assert len(list(out.rows)) == len(names) + 1


def test_into_a_form_that_lists_the_class_in_its_own_order(toan, names):
    """The other side's hidden keys stay with their pupils; a stranger's row stays blank and says why."""
    done(checked(toan, [[n, name, n % 10, "", "", "", "", "", ""] for n, name in enumerate(names)]))
    turned = [*reversed(names), "Người Lạ Mặt"]

    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True

    form = nasty.xlsx(
        [["STT", "ID", "Họ và tên", "TX1", "TX2"], *[[n, f"k{n}", name] for n, name in enumerate(turned, 1)]], hide
    )
    response = client_as("co-lan").post(
        f"/sheets/out/{list_code(toan, 1)}/form", {"file": SimpleUploadedFile("mau.xlsx", form)}
    )
    sheet = file_of(response)
    for n, name in enumerate(turned[:-1], 2):
        assert [cell.value for cell in sheet[n]][:4] == [n - 1, f"k{n - 1}", name, names.index(name) % 10]
    last = len(turned) + 1
    assert sheet.cell(last, 4).value is None
    assert "không có em nào" in sheet.cell(last, 3).comment.text
    assert sheet.column_dimensions["B"].hidden
