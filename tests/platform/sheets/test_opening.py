"""Any file becomes cells, or a refusal that a clerk understands."""

from datetime import date

import pytest

from khuevan.platform.sheets.adapters.opening import open_file, open_paste
from khuevan.platform.sheets.adapters.refusals import Unreadable
from khuevan.platform.sheets.rules.cells import Fault

from . import nasty


def people(book):
    """Code, name and date of the rows under the header."""
    rows = book.sheets[0].rows
    start = next(i for i, row in enumerate(rows) if "Mã học sinh" in row)
    return [tuple(row[1:4]) for row in rows[start + 1 : start + 4]]


TYPED = [("HS001", "Nguyễn Văn An", date(2014, 5, 7)), ("HS002", "Trần Thị Bình", date(2014, 12, 1))]
SAID = [("HS001", "Nguyễn Văn An", "07/05/2014"), ("HS002", "Trần Thị Bình", "01/12/2014")]


@pytest.mark.parametrize("make", [nasty.plain, nasty.old_xls, nasty.open_document, nasty.macros])
def test_spreadsheets_of_every_kind(make):
    assert people(open_file(make()))[:2] == TYPED


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator):
    book = open_file(nasty.csv(separator))
    assert people(book)[:2] == SAID
    assert book.sheets[0].rows[3][5] == "9,25"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(encoding):
    assert people(open_file(nasty.csv(encoding=encoding)))[:2] == SAID


def test_windows_1258_is_recognised_and_said():
    import unicodedata

    text = unicodedata.normalize("NFC", nasty.csv().decode())
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    split = ""
    for char in text:  # the code page writes tones apart from their letters
        parts = unicodedata.normalize("NFD", char)
        marks = [mark for mark in parts[1:] if mark in tones]
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        split += bare + "".join(marks)
    book = open_file(split.encode("windows-1258"))
    assert people(book)[:2] == SAID
    assert "Windows-1258" in book.notes[0]


@pytest.mark.parametrize("separator", ["\t"])
def test_a_paste(separator):
    text = nasty.csv(separator).decode()
    assert people(open_paste(text))[:2] == SAID


def test_a_page_named_xls():
    book = open_file(nasty.page(), "diem.xls")
    assert people(book)[:2] == SAID
    assert book.sheets[0].merged == [(0, 0, 0, 5)]
    assert "trang web" in book.notes[0]


def test_macros_are_said_and_ignored():
    assert "macro" in open_file(nasty.macros()).notes[0]


def test_failing_and_uncomputed_formulas_are_not_empty_cells():
    sheet = open_file(nasty.failing_formulas()).sheets[0]
    assert sheet.rows[1][5] == Fault("#REF!")
    assert sheet.rows[2][5] == Fault()
    assert sheet.rows[3][6] == Fault("#N/A")


def test_faults_of_other_formats():
    assert open_file(nasty.old_xls()).sheets[0].rows[3][5] == Fault("#REF!")
    assert open_file(nasty.open_document()).sheets[0].rows[3][5] == Fault("#DIV/0!")


@pytest.mark.parametrize("make", [nasty.old_xls, nasty.open_document, nasty.school_style])
def test_hidden_columns_are_known(make):
    assert open_file(make()).sheets[0].hidden_columns == {1}


def test_a_million_formatted_rows_are_no_rows():
    assert len(open_file(nasty.a_million_empty_rows()).sheets[0].rows) == 4
    assert len(open_file(nasty.coloured_far_cell()).sheets[0].rows) == 4


REFUSED = {
    nasty.bomb: ("nén bất thường", "chép bảng"),
    nasty.lying_bomb: ("nén bất thường", "chép bảng"),
    nasty.ods_bomb: ("quá lớn", "Ctrl+End"),
    nasty.far_cell: ("XFD1048576", "Ctrl+End"),
    nasty.pdf: ("tệp PDF", "Chọn tệp Excel"),
    nasty.word: ("tệp Word", "Chọn tệp Excel"),
    nasty.cut_off: ("hỏng", "Lưu thành"),
    nasty.entities: ("hỏng", "Lưu thành"),
    nasty.with_password: ("mật khẩu", "bỏ mật khẩu"),
    lambda: b"": ("không có dữ liệu", "đúng tệp"),
    lambda: nasty.xlsx([]): ("không có dữ liệu", "đúng tệp"),
    lambda: nasty.zipped({"a.txt": "b"}): ("tệp nén", "Chọn tệp Excel"),
    lambda: nasty.zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}): (".xlsb", ".xlsx"),
    lambda: bytes(range(256)) * 50: ("tệp lạ", "Chọn tệp Excel"),
    lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 99: ("hỏng", "Lưu thành"),
}


@pytest.mark.parametrize("make", REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_a_list_is_refused_with_what_to_do(make):
    what, how = REFUSED[make]
    with pytest.raises(Unreadable) as refusal:
        open_file(make())
    assert what in refusal.value.message
    assert how in refusal.value.hint


def test_files_that_are_too_large_are_not_even_opened():
    with pytest.raises(Unreadable, match="31 MB"):
        open_file(b"PK" + bytes(31 * 2**20))
