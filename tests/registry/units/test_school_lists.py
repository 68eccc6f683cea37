"""Every row of a school list is accounted for: no school is lost, none is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.errors import Invalid
from khuevan.registry.units.rules.school_levels import levels_in_name, levels_of
from khuevan.registry.units.rules.school_lists import read, read_school_list
from tests.provided import provided

HEADER = ["Mã trường", "Tên trường", "Cấp học", "Đơn vị quản lý", "Địa chỉ"]
OFFICE = "Phòng GDĐT huyện Bình Minh"
EXPECTED = {
    "schools/truong_hoc_thai_nguyen_2025-06-23.csv": (814, 814),
    "schools/tinh_hinh_nop_du_lieu_quang_tri_2021-10-01.csv": (515, 515),
    "schools/hcm_truong_2023.csv": (4348, 4227),
}
"""Rows and schools of real lists."""


def row(code, name="Trường Mầm non Hoa Sen", level="Mầm non", office=OFFICE, address=""):
    return [code, name, level, office, address]


def reading(*rows):
    return read(HEADER, rows)


def only(*rows):
    """Verdict and findings of the last row."""
    last = reading(*rows).rows[-1]
    return last.verdict, set(last.findings)


@pytest.mark.parametrize(
    ("code", "verdict", "findings"),
    [
        ("19164301", "kept", set()),
        ("1917201010", "kept", set()),
        ("19000E03", "kept", set()),
        ("7976WD05", "doubtful", {"code_odd"}),
        ("79761WB8", "kept", set()),
        ("150286", "doubtful", {"code_odd"}),
        ("mnbenthanh1", "doubtful", {"code_odd"}),
        ("28764572970000000001", "doubtful", {"code_odd"}),
        ("287645729700000000011", "doubtful", {"code_long"}),
        ("1.9E+07", "doubtful", {"code_damaged"}),
        ("1,91643E+07", "doubtful", {"code_damaged"}),
        (" 1916 4301 ", "kept", {"code_cleaned"}),
        ("'19164301", "kept", {"code_cleaned"}),
        ("19164301.0", "kept", {"code_cleaned"}),
        ("", "doubtful", {"no_code"}),
    ],
)
def test_codes_of_every_kind(code, verdict, findings):
    assert only(row(code)) == (verdict, findings)


def test_rows_of_one_school_become_one_with_all_its_levels():
    name = "Tiểu học, THCS và THPT Ánh Sao"
    read_ = reading(*(row("79000767", name, level) for level in ("tieu_hoc", "thcs", "thpt")))
    assert [one.verdict for one in read_.rows] == ["kept", "same", "same"]
    assert [one.findings for one in read_.rows[1:]] == [("another_level",)] * 2
    assert [one.school for one in read_.rows] == [2, 2, 2]
    (school,) = read_.schools
    assert school.levels == {"02", "03", "04"}


def test_a_row_that_says_nothing_new_is_named():
    assert only(row("19164301"), row("19164301")) == ("same", {"repeated"})
    assert only(row("79761wy1"), row("79761WY1")) == ("same", {"repeated"})


@pytest.mark.parametrize("other", [{"name": "Trường khác"}, {"address": "Chỗ khác"}])
def test_a_code_of_another_school_loses_none(other):
    read_ = reading(row("19164301", address="Ấp 1"), row("19164301", **{"address": "Ấp 1", **other}))
    assert len(read_.schools) == 2
    assert "code_conflict" in read_.rows[-1].findings


def test_the_same_name_with_two_codes_stays_two_schools():
    read_ = reading(row("19164301"), row("19164302"))
    assert [one.findings for one in read_.rows] == [("twin",)] * 2
    assert len(read_.schools) == 2
    assert only(row("19164301"), row("19164302", office="Phòng GDĐT quận Hoà Bình"))[0] == "kept"


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        (["", "", "", "", ""], "blank"),
        (["", "Tổng cộng", "", "", "12"], "blank"),
        (["Tổng số: 12 trường"], "blank"),
        (["19164301"], "doubtful"),
        (row("19164301", name="Test vnpt"), "doubtful"),
        (row("19164301", name=""), "doubtful"),
        (row("19164301", name="Trường chuyên biệt", level="Phổ thông"), "doubtful"),
        (row("19164301", name="Trường Co\u0302ng Minh"), "kept"),
    ],
)
def test_rows_that_are_no_plain_school(cells, verdict):
    assert only(cells)[0] == verdict


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("45", {"01"}), ("12", {"02", "03"}), ("12345", {"01", "02", "03", "04"}), ("6", {"05"}),
        ("PTCS", {"02", "03"}), ("mam_non", {"01"}), ("Nhà trẻ", {"01"}), ("", set()),
        ("Liên cấp MN - Phổ thông", {"01", "02", "03", "04"}),
        ("789", set()), ("Phổ thông", set()),
    ],
)  # fmt: skip
def test_levels_by_code_and_word(text, levels):
    assert levels_of(text) == levels


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("Trường TH & THCS Hoà Bình", {"02", "03"}),
        ("Tiểu học THCS và THPT Quốc Văn", {"02", "03", "04"}),
        ("TT GDNN-GDTX TP Đông Hà", {"05"}),
        ("LMG Sơn Ca", {"01"}),
        ("Trường Văn hoá", set()),
    ],
)
def test_levels_in_names(name, levels):
    assert levels_in_name(name) == levels


CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["19164301", "19164302", "Hoa Sen", "12", "Tổng", "1.9E+07", ""])
)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=30))
def test_rows_add_up_whatever_they_are(lines):
    read_ = read(HEADER, lines)
    assert len(read_.rows) == len(lines) == sum(read_.counts.values())
    assert read_.counts.keys() <= {"kept", "doubtful", "same", "blank"}
    assert len(read_.schools) == read_.counts["kept"] + read_.counts["doubtful"]
    lines_of_schools = {school.line for school in read_.schools}
    assert all((one.school in lines_of_schools) == (one.verdict != "blank") for one in read_.rows)
    codes = {line[0].strip() for line in lines if line and line[0].strip().isascii() and line[0].strip().isdigit()}
    assert codes <= {school.code for school in read_.schools} | {"19164301"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_any_encoding_and_separator(encoding, separator):
    text = "\r\n".join(separator.join(cells) for cells in (HEADER[:2], ["19164301", "Trường Mầm non Hoa Sen"]))
    (school,) = read_school_list(text.encode(encoding)).schools
    assert (school.code, school.name, school.levels) == ("19164301", "Trường Mầm non Hoa Sen", {"01"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04\x00\x00", "not_csv"),
        (b"", "empty"),
        (b"ma_truong,ten_truong\n", "empty"),
        (b"a,b\n1,2\n", "columns"),
        (b"x" * (21 * 1024 * 1024), "too_big"),
    ],
    ids=["workbook", "nothing", "header", "columns", "big"],
)
def test_files_that_are_no_list_are_refused_in_words(data, code):
    with pytest.raises(Invalid) as refused:
        read_school_list(data)
    assert refused.value.code == code
    assert refused.value.hint


@pytest.mark.parametrize("path", provided(*EXPECTED), ids=lambda path: path.name)
def test_real_lists_lose_and_invent_no_school(path):
    rows, schools = EXPECTED[f"schools/{path.name}"]
    found = read_school_list(path.read_bytes())
    assert (len(found.rows), len(found.schools)) == (rows, schools)
    assert len({school.code.casefold() for school in found.schools}) == schools
