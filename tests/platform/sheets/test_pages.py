"""Pages of the door: who finds them, what they show at each step, and what they cost."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.platform.sheets import ports
from khuevan.platform.sheets.actions import work
from khuevan.platform.sheets.models import Import
from tests.personas import acting_as, client_as

from . import nasty
from .fake import Pupils
from .test_imports import AN, GOOD

pytestmark = pytest.mark.django_db
WRONG = [4, "HS004", "Bùi X", "31/02/2014", "Nam", 5]
DOUBT = [5, "", "Nguyen Van An", "07/05/2014", "Nam", 9]


@pytest.fixture
def school(monkeypatch):
    monkeypatch.setattr(ports, "_targets", {})
    one = Pupils({1: dict(AN)})
    ports.register(one)
    return one


@pytest.fixture
def minh(school):
    return client_as("thay-minh")


def sent(client, rows=GOOD, **more):
    file = SimpleUploadedFile("ds lớp.xlsx", nasty.xlsx([nasty.HEADER, *rows]))
    return client.post("/sheets/receive", {"kind": "pupils", "file": file, **more})


def worked():
    with acting_as("thay-minh"):
        one = Import.objects.latest("id")
    work.run(one.school_id, one.pk)
    return one


def checked(client, rows=GOOD):
    address = sent(client, rows)["Location"]
    fields = {"c1": "code", "c2": "name", "c3": "birth", "c4": "sex", "c5": "mark"}
    assert client.post(f"{address}check", fields).status_code == 302
    worked()
    return address


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_page_teaches_the_next_step(minh):
    page = text(minh, "/sheets/")
    assert "Chưa có lần nhập nào" in page
    assert 'value="pupils"' in page
    assert "/sheets/out/pupils/list" in page


def test_columns_are_shown_to_be_confirmed(minh):
    page = text(minh, sent(minh)["Location"])
    assert "Cột “Mã học sinh” là" in page
    assert '<option value="name" selected>' in page
    assert "HS001" in page


def test_from_the_file_to_undoing_it(minh, school):
    address = checked(minh, [*GOOD, WRONG])
    page = text(minh, f"{address}?show=changed")
    assert "7,0</del> → <ins>8,5</ins>" in page
    assert "không phải là ngày" in text(minh, f"{address}?show=error")
    refused = minh.post(f"{address}write", follow=True)
    assert refused.redirect_chain == [(f"{address}?show=error&refused=1", 302)]
    assert "Chưa nhập: còn 1 dòng lỗi hoặc chưa quyết định" in refused.content.decode()
    assert re.search(
        r'<div class="alert alert--danger"[^>]* id="refused" tabindex="-1" autofocus',
        text(minh, refused.redirect_chain[0][0]),
    )
    assert "refused" not in text(minh, f"{address}?show=error")
    assert minh.post(f"{address}write", {"leave_out": "1"}).status_code == 302
    assert "hx-get" in text(minh, address)
    assert "HX-Refresh" not in minh.get(f"{address}progress")
    worked()
    assert minh.get(f"{address}progress")["HX-Refresh"] == "true"
    assert "3 dòng đã ghi" in text(minh, address)
    assert "ds lớp.xlsx" in text(minh, "/sheets/")
    assert minh.post(f"{address}undo").status_code == 302
    worked()
    assert "hoàn tác lúc" in text(minh, address)
    assert school.rows == {1: AN}


def test_doubtful_rows_are_decided_on_the_page(minh, school):
    address = checked(minh, [GOOD[1], DOUBT])
    assert "Có thể là" in text(minh, f"{address}?show=doubtful")
    response = minh.post(f"{address}decide", {"row": "2", "take": "yes"})
    assert response["Location"].endswith("?show=doubtful")
    assert "Đã nhận" in text(minh, f"{address}?show=doubtful")
    minh.post(f"{address}write")
    worked()
    assert len(school.rows) == 3


def test_what_stops_the_whole_file_stands_on_top(minh, school):
    address = sent(minh)["Location"]
    school.group = "7A"
    minh.post(f"{address}check", {"c1": "code", "c2": "name", "c3": "birth", "group": "7B"})
    worked()
    with acting_as("thay-minh"):
        Import.objects.update(
            stops=[{"what": "Cột %(label)s lệch.", "how": "", "values": {"label": "Tên"}, "level": "error"}]
        )
    page = text(minh, address)
    assert "Cột Tên lệch." in page
    assert f"{address}write" not in page


def test_errors_come_back_as_the_same_file(minh):
    address = checked(minh, [*GOOD, WRONG])
    response = minh.get(f"{address}comments")
    assert "ds%20l%E1%BB%9Bp%20-%20ghi%20ch%C3%BA" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert "không phải là ngày" in sheet["D5"].comment.text


def test_a_paste_is_a_file_too(minh):
    pasted = "Mã học sinh\tHọ và tên\tNgày sinh\nHS9\tLê Văn Tám\t01/02/2014\n"
    response = minh.post("/sheets/receive", {"kind": "pupils", "pasted": pasted})
    assert "Lê Văn Tám" in text(minh, response["Location"])


def test_a_class_without_a_column_is_chosen(minh, school):
    address = sent(minh)["Location"]
    assert '<option value="7B">' in text(minh, address)
    minh.post(f"{address}check", {"c1": "code", "c2": "name", "c3": "birth", "group": "7B"})
    worked()
    minh.post(f"{address}write")
    worked()
    assert school.rows[3]["class"] == "7B"


def test_what_the_room_refuses_is_an_error(minh):
    address = checked(minh, [[1, "HS7", "Trùm Trường", "01/02/2014", "Nam", 9]])
    assert "C2</strong>: Tên này không nhận. Sửa tên." in text(minh, address)


def test_a_field_that_may_not_change_says_why(minh, school, monkeypatch):
    find = school.find
    fixed = {"mark": "Điểm đã khoá."}
    monkeypatch.setattr(
        school, "find", lambda *given: [ports.Record(r.key, r.values, r.label, fixed=fixed) for r in find(*given)]
    )
    address = checked(minh, GOOD[:1])
    assert "Điểm đã khoá." in text(minh, address)


def test_nothing_sent_is_said(minh):
    response = minh.post("/sheets/receive", {"kind": "pupils"})
    assert response.status_code == 422
    assert "Chưa có danh sách nào" in response.content.decode()


def test_the_list_goes_out_plain_and_in_a_form(minh):
    sheet = openpyxl.load_workbook(io.BytesIO(minh.get("/sheets/out/pupils/list?group=7A").content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["HS001", None, "Nguyễn Văn An", "07/05/2014"]
    form = SimpleUploadedFile("mẫu.xlsx", nasty.xlsx([["STT", "Họ và tên", "Mã học sinh"]]))
    response = minh.post("/sheets/out/pupils/form", {"file": form})
    filled = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in filled[2]] == [1, "Nguyễn Văn An", "HS001"]
    assert minh.get("/sheets/out/pupils/list?group=9Z").status_code == 404
    assert minh.post("/sheets/out/pupils/form").status_code == 422


def test_looks_at_pupils_are_written_down(minh, school):
    from khuevan.registry.audit.api import Access

    school.pupils = lambda school_id, keys: keys
    minh.get("/sheets/out/pupils/list")
    text(minh, f"{checked(minh)}?show=changed")
    with acting_as("thay-minh"):
        assert sorted(Access.objects.filter(student_id=1).values_list("page", flat=True)) == [
            "Nhập danh sách học sinh",
            "Xuất danh sách học sinh",
        ]


@pytest.mark.parametrize("name", ["co-lan", "thay-khac", "anh-binh", "chi-hoa"])
def test_others_find_nothing(minh, name):
    address = checked(minh)
    other = client_as(name)
    for path in ("", "progress", "comments"):
        assert other.get(address + path).status_code == 404
    for path in ("check", "decide", "write", "undo"):
        assert other.post(address + path).status_code == 404
    if name != "thay-khac":
        assert other.get("/sheets/").status_code == 404
        assert other.get("/sheets/out/pupils/list").status_code == 404


def cost(client, address):
    text(client, address)
    with CaptureQueriesContext(connection) as found:
        text(client, address)
    return len(found)


def test_pages_cost_the_same_for_few_and_many(minh):
    few = checked(minh, GOOD[1:2])
    before = [cost(minh, "/sheets/"), cost(minh, few)]
    many = checked(minh, GOOD)
    checked(minh, GOOD)
    assert [cost(minh, "/sheets/"), cost(minh, many)] == before
    assert max(before) < 14


def test_notes_stand_beside_rows_that_are_written(school, minh):
    """They have a page of their own, a comment in the file, and hold nothing back."""
    header = [*nasty.HEADER, "Điện thoại"]
    file = SimpleUploadedFile("ds.xlsx", nasty.xlsx([header, [*GOOD[1], "0900111222"], [*GOOD[2], "113"]]))
    address = minh.post("/sheets/receive", {"kind": "pupils", "file": file})["Location"]
    minh.post(f"{address}check", {"c1": "code", "c2": "name", "c3": "birth", "c6": "phone"})
    worked()
    page = text(minh, f"{address}?show=note")
    assert "<strong>G3</strong>: Số của công an. Xem lại." in page
    assert "0900111222" not in page
    comments = openpyxl.load_workbook(io.BytesIO(b"".join(minh.get(f"{address}comments")))).active
    assert "Số của công an" in comments["G3"].comment.text
    minh.post(f"{address}write")
    worked()
    with acting_as("thay-minh"):
        assert Import.objects.latest("id").done == 2


def book_of(*names):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        for row in [nasty.HEADER, *GOOD]:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    return SimpleUploadedFile("ds.xlsx", nasty.saved(book))


def test_a_sheet_for_each_class_is_not_left_out_in_silence(school, minh):
    """One is read; the others are named, with their rows, and each can be gone on with. Its name chooses the class."""
    address = minh.post("/sheets/receive", {"kind": "pupils", "file": book_of("Lớp 7A", "7B")})["Location"]
    page = text(minh, address)
    assert "Tệp còn danh sách ở trang tính khác" in page
    assert "7B (3 dòng)" in page
    assert '<option value="7A" selected' in page
    other = minh.post(f"{address}sheet", {"sheet": "7B"})["Location"]
    assert other != address
    page = text(minh, other)
    assert "Lớp 7A (3 dòng)" in page
    assert '<option value="7B" selected' in page
    minh.post(f"{other}check", {"c1": "code", "c2": "name", "c3": "birth", "group": "7B"})
    worked()
    with acting_as("thay-minh"):
        assert Import.objects.latest("id").total == 3
    assert minh.post(f"{address}sheet", {"sheet": "7C"}).status_code == 422


def test_what_was_changed_in_the_file_is_said(school, minh):
    file = SimpleUploadedFile("ds.xlsm", nasty.macros())
    assert "macro" in text(minh, minh.post("/sheets/receive", {"kind": "pupils", "file": file})["Location"])
    old = [
        nasty.HEADER,
        [1, "HS001", "NguyÔn V¨n An", "07/05/2014", "Nam", 8],
        [2, "HS002", "TrÇn ThÞ B×nh", "01/12/2014"],
    ]
    file = SimpleUploadedFile("ds.xlsx", nasty.xlsx(old))
    assert "phông cũ TCVN3" in text(minh, minh.post("/sheets/receive", {"kind": "pupils", "file": file})["Location"])
