"""Cells to values."""

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.dates import PartialDate
from khuevan.platform.sheets.rules.cells import Fault
from khuevan.platform.sheets.rules.layouts import Field, Kind
from khuevan.platform.sheets.rules.problems import DOUBT, BadValue
from khuevan.platform.sheets.rules.values import read_column, reader, shown

ETHNIC = {"01": "Kinh", "02": "Tày", "05": "Khơ-me", "33": "Kháng"}


def field(kind, **more):
    return Field("f", "Cột", kind, **more)


def value(cell, kind, **more):
    return reader(field(kind, **more))(cell)


def refusal(cell, kind, **more):
    with pytest.raises(BadValue) as bad:
        value(cell, kind, **more)
    return str(bad.value.problem)


DATES = {
    "07/05/2014": "2014-05-07", "7/5/2014": "2014-05-07", "07-05-2014": "2014-05-07", "7.5.2014": "2014-05-07",
    "00/05/2014": "2014-05", "00/00/2014": "2014", "05/2014": "2014-05", "2014": "2014", 2014: "2014",
    41766.25: "2014-05-07", 41766: "2014-05-07", "41766": "2014-05-07", "07052014": "2014-05-07",
    date(2014, 5, 7): "2014-05-07", datetime(2014, 5, 7, 8, 0): "2014-05-07", "2014-05-07": "2014-05-07",
    "07/05/2014 00:00:00": "2014-05-07", "'07/05/2014": "2014-05-07", "ngày 7 tháng 5 năm 2014": "2014-05-07",
    7052014: "2014-05-07", "29/02/2012": "2012-02-29",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "iso"), DATES.items(), ids=map(repr, DATES))
def test_dates(cell, iso):
    assert value(cell, Kind.PARTIAL_DATE) == iso


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("31/02/2014", "có thật"),
        ("29/02/2013", "có thật"),
        ("05/27/2014", "Viết ngày trước, tháng sau: 27/05/2014"),
        ("7/5/14", "đủ bốn chữ số"),
        ("hôm qua", "không phải là ngày"),
        (True, "không phải là ngày"),
        (7.5, "không phải là ngày"),
        ("05/00/2014", "không phải là ngày"),
        ("07/05/3014", "không phải là ngày"),
        (date(1800, 1, 1), "không phải là ngày"),
    ],
)
def test_what_is_no_date(cell, said):
    assert said in refusal(cell, Kind.PARTIAL_DATE)


@given(st.dates(date(1911, 1, 1), date(2099, 12, 31)))
def test_every_day_in_every_writing(day):
    writings = [day, f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", f"{day:%d%m%Y}"]
    writings += [(day - date(1899, 12, 30)).days, f"{day}", datetime(day.year, day.month, day.day)]
    assert {value(cell, Kind.DATE) for cell in writings} == {day.isoformat()}
    assert value(f"00/{day.month}/{day.year}", Kind.PARTIAL_DATE) == PartialDate(day.year, day.month).iso


def test_a_full_date_needs_its_day():
    assert "thiếu ngày" in refusal("00/05/2014", Kind.DATE)


def test_days_and_months_that_excel_swapped_are_doubted():
    texts = [f"{day}/05/2014" for day in range(13, 20)]
    cells = [*texts, *(date(2014, month, 5) for month in range(1, 8))]
    column = read_column(cells, field(Kind.PARTIAL_DATE))
    assert sorted(column.problems) == list(range(7, 14))
    assert {one.level for one in column.problems.values()} == {DOUBT}
    assert read_column([*cells, date(2014, 5, 20)], field(Kind.PARTIAL_DATE)).problems == {}


@given(st.integers(0, 100))
def test_marks_in_every_writing(tenths):
    whole, rest = divmod(tenths, 10)
    writings = [tenths / 10, f"{whole},{rest}", f"{whole}.{rest}", f" {whole},{rest}0 "]
    assert {value(cell, Kind.TENTHS, lowest=0, highest=100) for cell in writings} == {tenths}
    assert shown(tenths, field(Kind.TENTHS)) == f"{whole},{rest}"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (9.25, "một chữ số thập phân"),
        ("9,25", "một chữ số thập phân"),
        (85, "ngoài khoảng 0 đến 10"),
        ("-1", "ngoài khoảng"),
        ("tám", "không phải là số"),
        (date(2026, 5, 7), "Excel đã đổi số thành ngày"),
        (True, "không phải là số"),
    ],
)
def test_what_is_no_mark(cell, said):
    assert said in refusal(cell, Kind.TENTHS, lowest=0, highest=100)


@given(st.integers(0, 10**12 - 1))
def test_lost_zeros_come_back(number):
    code = f"{number:012d}"
    if number >= 10**9:
        assert {value(cell, Kind.CODE, digits=12) for cell in (number, float(number), code, str(number))} == {code}
    assert value(f" {code[:6]} {code[6:]} ", Kind.CODE, digits=12) == code


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("7,2214E+10", "Excel đã rút gọn"),
        (7.2214012345678e16, "Excel đã làm tròn"),
        ("12345", "gồm 12 chữ số"),
        ("07221401234X", "gồm 12 chữ số"),
        ("0722140123456", "gồm 12 chữ số"),
    ],
)
def test_spoiled_codes(cell, said):
    assert said in refusal(cell, Kind.CODE, digits=12)


def test_a_loose_code_is_taken_in_any_shape_but_not_without_digits():
    """Old identity cards and passports are numbers of people; "chưa có" is none."""
    for cell, kept in (("023456789", "023456789"), ("C1234567", "C1234567"), (72214012345, "072214012345")):
        assert value(cell, Kind.CODE, digits=12, loose=True) == kept
    assert "gồm 12 chữ số" in refusal("chưa có", Kind.CODE, digits=12, loose=True)


def test_codes_of_letters():
    assert value("HS 001", Kind.CODE) == "HS001"
    assert value(79001.0, Kind.CODE) == "79001"


@given(st.lists(st.sampled_from(["nguyễn", "VĂN", "Ánh", "đức", "thị", "Hoà"]), min_size=1, max_size=5))
def test_names_are_one_whatever_their_form(words):
    composed = " ".join(words)
    spoiled = "  " + unicodedata.normalize("NFD", composed).replace(" ", "\u00a0 ") + "\u200b"
    assert value(spoiled, Kind.NAME) == value(composed, Kind.NAME)
    assert unicodedata.is_normalized("NFC", value(spoiled, Kind.NAME))


def test_names():
    assert value("NGUYỄN THỊ HOÀ", Kind.NAME) == "Nguyễn Thị Hoà"
    assert value("h’hen niê", Kind.NAME) == "H'Hen Niê"
    assert value("Y", Kind.NAME) == "Y"
    assert "không phải là họ tên" in refusal("0912345678", Kind.NAME)
    assert "không phải là họ tên" in refusal("Nguyễn Văn A2", Kind.NAME)


@pytest.mark.parametrize(
    ("cell", "meaning"), [("x", True), ("Có", True), (1, True), (True, True), ("Không", False), (0, False), ("", None)]
)
def test_yes_and_no(cell, meaning):
    assert value(cell, Kind.YES_NO) is meaning


def test_yes_and_one_in_the_same_column_stay_apart():
    assert read_column([1, True, 1.0, "1"], field(Kind.TEXT)).values == ["1", "TRUE", "1", "1"]


def test_sex():
    assert [value(cell, Kind.SEX) for cell in ("Nam", "NỮ", "nu", 1, 2)] == [1, 2, 2, 1, 2]
    assert "Viết Nam hoặc Nữ" in refusal(0, Kind.SEX)
    assert shown(2, field(Kind.SEX)) == "Nữ"


@pytest.mark.parametrize("cell", ["05", 5, "5", "Khơ-me", "KHƠ-ME", "kho-me", "05 - Khơ-me", "Khơ-me (Khmer)"])
def test_choices_by_code_or_name(cell):
    assert value(cell, Kind.CHOICE, codes=ETHNIC) == "05"


def test_unknown_choices_get_a_suggestion():
    assert "Có phải là “Khơ-me”" in refusal("Khơ me", Kind.CHOICE, codes=ETHNIC)
    assert "ví dụ “Kinh”" in refusal("Sao Hoả", Kind.CHOICE, codes=ETHNIC)
    assert "không có trong danh mục" in refusal("01 - Tày", Kind.CHOICE, codes=ETHNIC)


def test_whole_numbers():
    assert [value(cell, Kind.WHOLE) for cell in ("1.234.567", "12", 12.0, "12,0", "-3")] == [1234567, 12, 12, 12, -3]
    assert "không phải là số" in refusal(1.5, Kind.WHOLE)


def test_faults_are_said():
    assert "lỗi #REF!" in refusal(Fault("#REF!"), Kind.TEXT)
    assert "F9" in refusal(Fault(), Kind.TENTHS)


def test_columns_say_where_and_what():
    column = read_column(["07/05/2014", "", " ", "x"], Field("b", "Ngày sinh", Kind.PARTIAL_DATE, required=True))
    assert column.values == ["2014-05-07", None, None, None]
    assert {index: str(one)[:12] for index, one in column.problems.items()} == {
        1: "Thiếu “Ngày ",
        2: "Thiếu “Ngày ",
        3: "“x” không ph",
    }


def test_too_long():
    assert "quá 5 chữ" in refusal("abcdef", Kind.TEXT, longest=5)
