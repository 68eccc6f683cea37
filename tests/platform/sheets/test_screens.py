"""Any list on screen goes out as .xlsx: what the page shows, all its pages, nothing else."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.http import HttpResponse

from khuevan.platform.sheets.adapters.screens import read_screen
from khuevan.platform.sheets.web.screens import ScreenFileMiddleware
from tests.personas import client_as

PAGE = """<html><body><h1>Lớp</h1><table data-file="lop"><caption>Các lớp</caption>
<thead><tr><th><span></span></th><th>Lớp</th><th class="num">Sĩ số</th><th>Từ</th><th></th></tr></thead><tbody>
<tr><td><input type="checkbox"></td><th><a href="/7a">7A</a><svg><title>x</title></svg></th><td class="num">1.042</td>
<td>05/09/2025</td><td><a href="/x">Mở</a></td></tr>
<tr><td></td><th>=1+1</th><td class="num">7,5</td><td>31/02/2025<br>2</td><td></td></tr></tbody></table>
<nav class="pages"><a rel="next" href="?page=2">Sau</a></nav>
<ul data-file="the"><li><b data-label="Tên">An</b><i data-label="Ô" data-value="3">còn 3 ô</i></li>
<li><b data-label="Tên">Bi</b></li></ul></body></html>"""


def test_a_table_as_people_see_it():
    found = read_screen(PAGE, "lop")
    assert (found.title, found.headers, found.more) == ("Các lớp", ["Lớp", "Sĩ số", "Từ"], True)
    assert found.rows == [["7A", 1042, date(2025, 9, 5)], ["=1+1", 7.5, "31/02/2025 2"]]
    assert read_screen(PAGE, "khac") is None


def test_a_list_of_cards():
    found = read_screen(PAGE, "the")
    assert (found.title, found.headers, found.rows) == ("Lớp", ["Tên", "Ô"], [["An", "3"], ["Bi", ""]])


def file_of(response):
    assert response.status_code == 200, response.content.decode()[:400]
    return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "address", "header", "name"), [
    ("anh-binh", "/units/?kind=school&xlsx=don-vi", "Mã", "THCS"),
    ("anh-binh", "/units/report/?xlsx=so-lieu", None, "Tổng cộng"),
    ("thay-minh", "/gradebook/?xlsx=lop", "Lớp", "Lớp 7A"),
    ("thay-minh", "/gradebook/school/?xlsx=tien-do-so-diem", "Lớp", "7A"),
    ("thay-minh", "/transcripts/?xlsx=tien-do-hoc-ba", "Lớp", "7A"),
    ("co-lan", "/gradebook/?xlsx=so", "Lớp", "Toán"),
    ("co-lan", "/search/?q=an&xlsx=tim-thay", "Tên", "An"),
    ("thay-minh", "/teaching/?xlsx=phan-cong", "Môn", "Chủ nhiệm"),
    ("thay-minh", "/teaching/loads?xlsx=so-tiet", "Giáo viên", "Toán"),
    ("thay-minh", "/years/?xlsx=nam-hoc", "Năm học", "2025"),
    ("anh-binh", "/identity/guardians/?q=Hoa&xlsx=nguoi-giam-ho", "Họ và tên", "Hoa"),
])  # fmt: skip
def test_lists_of_the_product_go_out(who, address, header, name):
    rows = file_of(client_as(who).get(address))
    assert header is None or rows[0][0] == header
    assert name in str(rows)


@pytest.mark.django_db
def test_a_matrix_goes_out_with_what_its_fields_hold():
    """Who teaches what: subjects down, classes across; the names stand in fields to type in."""
    head, homerooms, *subjects = file_of(client_as("thay-minh").get("/teaching/?grade=7&xlsx=phan-cong"))
    assert head[:2] == ("Môn", "7A")
    assert homerooms[0] == "Chủ nhiệm"
    assert homerooms[head.index("7A")]
    assert any(row[0] == "Toán" and row[head.index("7A")] for row in subjects)


@pytest.mark.django_db
def test_all_pages_of_a_list_go_out_with_its_filter(monkeypatch):
    from khuevan.platform.sheets.web import screens
    from khuevan.registry.units.web import listing

    monkeypatch.setattr(listing, "PAGE", 2)
    client = client_as("anh-binh")
    whole = file_of(client.get("/units/?kind=school&xlsx=don-vi"))
    monkeypatch.setattr(screens, "PER_PAGE", 2)
    assert file_of(client.get("/units/?kind=school&xlsx=don-vi&page=2")) == whole
    assert len(whole) > 5
    monkeypatch.setattr(screens, "MOST_ROWS", 3)
    refused = client.get("/units/?kind=school&xlsx=don-vi")
    assert refused.status_code == 422
    assert "Lọc bớt" in refused.content.decode()
    monkeypatch.undo()
    some = file_of(client.get("/units/?kind=school&q=tieu+hoc&xlsx=don-vi"))
    assert 1 < len(some) < len(whole)


def test_a_form_that_was_sent_is_asked_once(rf):
    asked = []
    page = ScreenFileMiddleware(lambda request: asked.append(request.POST["text"]) or HttpResponse(PAGE))
    assert file_of(page(rf.post("/?xlsx=lop", {"text": "P. Đa Kao"})))[1] == ("7A", 1042, datetime(2025, 9, 5))
    assert asked == ["P. Đa Kao"]


@pytest.mark.django_db
def test_others_get_what_the_page_says():
    assert client_as("co-lan").get("/sheets/?xlsx=lan-nhap").status_code == 404
    assert client_as("").get("/gradebook/?xlsx=so").status_code == 302
    assert client_as("co-lan").get("/gradebook/?xlsx=khac").status_code == 404
