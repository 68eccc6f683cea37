"""The list in a sheet: header, rows, and what was left out and why."""

import pytest

from khuevan.platform.sheets.adapters.opening import open_file, open_paste
from khuevan.platform.sheets.rules.cells import Sheet
from khuevan.platform.sheets.rules.labels import plain_name
from khuevan.platform.sheets.rules.reading import read_table
from khuevan.platform.sheets.rules.tables import (
    FOOTER,
    NUMBERING,
    REPEATED,
    SECTION,
    TECHNICAL,
    TITLE,
    TOTAL,
    find_table,
)

from . import nasty

KNOWN = {plain_name(name) for name in [*nasty.HEADER, "Toán", "Văn"]}


def table_of(content, known=KNOWN):
    return read_table(open_file(content).sheets, known)


@pytest.mark.parametrize("known", [KNOWN, set()], ids=["known", "unknown"])
@pytest.mark.parametrize("make", [nasty.plain, nasty.csv, nasty.page, nasty.open_document])
def test_simple_lists(make, known):
    table = table_of(make(), known)
    assert table.headers == nasty.HEADER
    assert [row[1] for row in table.rows] == ["HS001", "HS002", "HS003"]


@pytest.mark.parametrize("known", [KNOWN, set()], ids=["known", "unknown"])
def test_a_list_as_a_school_keeps_it(known):
    table = table_of(nasty.school_style(), known)
    assert table.headers == [
        "STT", "Mã học sinh", "Họ và tên", "Họ và tên", "Ngày sinh",
        "Kết quả > Toán", "Kết quả > Văn", "Kết quả > Anh",
    ]  # fmt: skip
    assert table.joined == {3}
    assert table.hidden == {1}
    assert table.titles == ["TRƯỜNG THCS NGUYỄN ĐÌNH CHIỂU", "DANH SÁCH HỌC SINH LỚP 7A"]
    assert [row[1] for row in table.rows] == ["HS001", "HS002", "HS003"]
    assert table.numbers == [6, 7, 10]


def test_nothing_is_left_out_in_silence():
    table = table_of(nasty.school_style())
    reasons = {one.row: one.why for one in table.skipped}
    assert reasons == {
        0: TITLE, 1: TITLE, 5: NUMBERING, 8: REPEATED, 9: REPEATED, 11: TOTAL, 13: FOOTER, 14: FOOTER, 15: FOOTER,
    }  # fmt: skip
    sheet = open_file(nasty.school_style()).sheets[0]
    said = {n for n, row in enumerate(sheet.rows) if any(cell != "" for cell in row)}
    assert said == {*table.numbers, *reasons, *table.header_rows}


def test_two_classes_in_one_sheet_are_sections():
    table = table_of(nasty.two_classes())
    assert table.sections == [(0, "Lớp 7A"), (2, "Lớp 7B")]
    assert [table.section_of(index) for index in range(3)] == ["Lớp 7A", "Lớp 7A", "Lớp 7B"]
    assert {one.why for one in table.skipped} == {SECTION, REPEATED}


def test_a_table_away_from_the_corner():
    rows = [[None] * 6, [None] * 6, *[[None, None, *row] for row in [nasty.HEADER, *nasty.ROWS]]]
    table = table_of(nasty.xlsx(rows))
    assert (table.left, table.numbers) == (2, [3, 4, 5])
    assert table.headers == nasty.HEADER


def test_a_paste_without_header():
    table = read_table(open_paste("Nguyễn Văn An\t07/05/2014\nTrần Thị Bình\t01/12/2014\n").sheets)
    assert table.headers == ["", ""]
    assert len(table.rows) == 2


def test_people_whose_names_look_like_totals_stay():
    rows = [["STT", "Họ và tên"], [1, "Tống Văn Cộng"], [2, "Tổng Thị Lớp"], [3, "Lò Thị Hiệu Trưởng"]]
    assert len(find_table(Sheet("s", rows)).rows) == 3


def test_a_total_in_the_middle_with_many_numbers():
    rows = [nasty.HEADER, nasty.ROWS[0], ["Cộng", 1, 2, 3, 4, 5], nasty.ROWS[1]]
    table = find_table(Sheet("s", rows), KNOWN)
    assert [one.why for one in table.skipped] == [TOTAL]
    assert len(table.rows) == 2


def test_rows_that_only_have_a_number_are_empty_lines_of_a_form():
    rows = [["STT", "Họ và tên", "Lớp"], [1, "An", "7A"], [2, "", ""], [3, "", ""]]
    assert len(find_table(Sheet("s", rows)).rows) == 1


def test_a_name_without_anything_else_is_a_row():
    rows = [["STT", "Họ và tên", "Lớp", "Ngày sinh"], [1, "An", "7A", "2014"], ["", "Bình", "", ""]]
    assert len(find_table(Sheet("s", rows)).rows) == 2


def test_the_list_is_found_among_other_sheets():
    sheets = [Sheet("Hướng dẫn", [["Cách điền"], ["1. Điền đủ"]]), *open_file(nasty.plain()).sheets]
    assert read_table(sheets, KNOWN).sheet == "Danh sách"


def test_an_empty_form_has_a_header_and_no_rows():
    table = table_of(nasty.xlsx([nasty.HEADER]))
    assert table.headers == nasty.HEADER
    assert table.rows == []


def test_no_list_at_all():
    assert find_table(Sheet("s", [["chỉ một dòng"], ["và một dòng nữa"]]), KNOWN).headers == ["chỉ một dòng"]
    assert find_table(Sheet("s", [])) is None


def test_names_of_variables_under_the_header():
    rows = [["Họ tên", "Mã tỉnh", "Email"], ["fullName", "provinceCode", "email"], ["an", "hn", "a"], ["b", "c", "d"]]
    table = find_table(Sheet("s", rows))
    assert [(one.row, one.why) for one in table.skipped] == [(1, TECHNICAL)]
    assert len(find_table(Sheet("s", [rows[0], *rows[2:]])).rows) == 2
