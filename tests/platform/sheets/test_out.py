"""Lists for others: their forms filled in, and plain lists."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from khuevan.kernel.errors import Invalid
from khuevan.platform.sheets.adapters.writing import list_file
from khuevan.platform.sheets.queries.templates import fill_template

from . import nasty
from .lists import PUPILS

PEOPLE = [
    {"code": "00123", "name": "Nguyễn Văn An", "birth": "2014-05-07", "sex": 1, "ethnic": "05", "mark": 85},
    {"code": "00124", "name": "=1+1 & <b>", "birth": "2014-05", "sex": 2, "ethnic": "01"},
    {"name": "Lê Hoà", "birth": "2014"},
    {"name": "Vũ Hà", "birth": "2014", "number": "072214000001"},
]


def form():
    """A ministry's form: title, header, names of variables, an example, a formula, hidden things, lists to choose."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Học sinh"
    sheet["A1"] = "MẪU NHẬP HỌC SINH"
    header = [
        "STT",
        "Mã học sinh (*)",
        "Họ và tên (*)",
        "Ngày sinh",
        "Giới tính",
        "Mã dân tộc",
        "Dân tộc",
        "Điểm",
        "Ghi chú",
    ]
    for row in (header, ["stt", "code", "fullName", "birthday", "gender", "ethnicCode", "ethnic", "mark", "note"]):
        sheet.append(row)
    sheet.append([1, "VD01", "Nguyễn Văn Ví Dụ", "01/01/2014", "Nam", "01", "Kinh", 7, "xoá dòng này"])
    for row in range(4, 6):
        sheet[f"C{row}"].font = Font(bold=True)
    sheet["J4"] = '=C4&"!"'
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["E2"].comment = Comment("Nam hoặc Nữ", "Bộ")
    sex = DataValidation(type="list", formula1='"Nam,Nữ"')
    sex.add("E4:E1000")
    sheet.add_data_validation(sex)
    codes = book.create_sheet("Danh mục")
    codes.append(["Mã dân tộc", "Dân tộc"])
    codes.append(["01", "Kinh"])
    codes.sheet_state = "hidden"
    return nasty.saved(book)


def filled(people=PEOPLE, content=None):
    done = fill_template(content or form(), PUPILS, people)
    return done, openpyxl.load_workbook(io.BytesIO(done.content))


def test_the_form_of_somebody_else():
    done, book = filled()
    sheet = book["Học sinh"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_col=9)]
    assert rows == [
        [1, "00123", "Nguyễn Văn An", "07/05/2014", "Nam", None, "Khơ-me", 8.5, None],
        [2, "00124", "=1+1 & <b>", "05/2014", "Nữ", None, "Kinh", None, None],
        [3, None, "Lê Hoà", "2014", None, None, None, None, None],
        [4, None, "Vũ Hà", "2014", None, None, None, None, None],
    ]
    assert sheet["C5"].data_type == "s"
    assert done.fields["name"] == 2
    assert "Ghi chú" in done.left


def test_everything_else_in_it_stays():
    before = form()
    done, book = filled(content=before)
    sheet = book["Học sinh"]
    assert sheet["J4"].value == '=C4&"!"'
    assert sheet["C3"].value == "fullName"
    assert sheet.row_dimensions[3].hidden
    assert sheet.column_dimensions["B"].hidden
    assert sheet["E2"].comment.text == "Nam hoặc Nữ"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["E4:E1000"]
    assert book["Danh mục"].sheet_state == "hidden"
    assert sheet["C5"].font.bold
    assert sheet["C7"].font.bold
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(done.content)) as new:
        assert old.namelist() == new.namelist()
        assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["xl/worksheets/sheet1.xml"]


def test_a_column_of_codes_gets_codes():
    book = openpyxl.load_workbook(io.BytesIO(form()))
    book["Học sinh"].delete_cols(7)
    _done, book = filled(content=nasty.saved(book))
    assert [book["Học sinh"][f"F{row}"].value for row in (4, 5)] == ["05", "01"]


def test_our_own_lists_come_back_in():
    from khuevan.platform.sheets.adapters.opening import open_file
    from khuevan.platform.sheets.rules.matching import propose
    from khuevan.platform.sheets.rules.reading import read_table
    from khuevan.platform.sheets.rules.rows import read_rows

    done, _book = filled([PEOPLE[0], PEOPLE[2]])
    table = read_table(open_file(done.content).sheets, PUPILS.known)
    rows = read_rows(table, PUPILS, propose(table, PUPILS).columns)
    assert rows.row(0) == PEOPLE[0]
    assert rows.row(1) == PEOPLE[2]


def test_no_rows_leave_an_empty_form():
    _done, book = filled([])
    assert [cell.value for cell in book["Học sinh"][4]][:9] == [None] * 9


def test_the_wrong_form():
    with pytest.raises(Invalid, match="không có cột nào"):
        fill_template(nasty.xlsx([["Tài sản", "Nguyên giá"], ["Bàn", 5]]), PUPILS, PEOPLE)
    with pytest.raises(Invalid, match="xlsx"):
        fill_template(nasty.csv(), PUPILS, PEOPLE)


def test_a_plain_list():
    day = date(2014, 5, 7)
    content = list_file(
        "Lớp 7A/1", ["Mã", "Họ và tên", "Ngày sinh", "Điểm"], [["00123", "=An", day, 8.5], ["", None, day, True]]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.title == "Lớp 7A1"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:2] == ["00123", "=An"]
    assert sheet["B2"].data_type == "s"
    assert (rows[1][2].date(), sheet["C2"].number_format) == (day, "dd/mm/yyyy")
    assert rows[2][:2] == [None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")


def test_a_long_plain_list_keeps_every_row():
    content = list_file("Dài", ["Số"], ([number] for number in range(1000)))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet["A"]] == ["Số", *range(1000)]
