"""The Ministry's blank forms: every cell that a report tells is filled, the others are blank and listed."""

from io import BytesIO

import openpyxl
import pytest

from khuevan.insight.reports.api import FilledForm, Report, Round, fill_form
from khuevan.insight.reports.rules.counting import figures_of
from khuevan.insight.reports.rules.forms import Page, read_form, wanted
from khuevan.insight.reports.rules.lines import Group
from khuevan.insight.reports.rules.periods import PERIODS
from khuevan.kernel.errors import Invalid
from khuevan.registry.units.api import Unit
from tests.provided import provided

FORMS = "csdl-nganh/templates"
PRIMARY = provided(f"{FORMS}/bieu-02-th-dn_2020.xlsx")
PRESCHOOL = provided(f"{FORMS}/bieu-01-mn-dn_2020_a.xlsx", f"{FORMS}/bieu-01-mn-dn_2020_b.xlsx")
GROUPS = [
    Group("pupil", 30, True, True, grade=1, age=6), Group("pupil", 25, False, False, grade=3, age=9, repeats=True),
    Group("staff", 1, True, False, age=50, post="ht"), Group("staff", 8, True, True, age=33, post="gv"),
]  # fmt: skip
HEAD = [["", "BÁO CÁO THỐNG KÊ GIÁO DỤC TRUNG HỌC CƠ SỞ"], ["", "Kỳ cuối năm học", "", "- Đơn vị báo cáo:"], []]


def report(period="begin", figures=None, **declared):
    """A report that nobody has corrected."""
    figures = figures or figures_of({1: 2, 3: 1}, GROUPS, PERIODS[period])
    one = Round(year=2025, period=period)
    said = {"owner": "cl", "region": "mn", **declared}
    return Report(
        pk=10**9, round=one, school=Unit(pk=1, name="Trường Tiểu học Hoa Sen"), figures=figures, declared=said
    )


def cells(found: FilledForm):
    book = openpyxl.load_workbook(BytesIO(found.content))
    return lambda page, place: book[page][place].value


@pytest.mark.django_db
@pytest.mark.parametrize("path", PRIMARY, ids=lambda path: path.name)
def test_the_primary_form_is_filled_and_keeps_its_own(path):
    found = fill_form(report(), path.read_bytes())
    at = cells(found)
    assert {
        "school": (at("I", "E10"), at("I", "F10"), at("I", "G10")),
        "region": (at("I", "E12"), at("I", "E15")),
        "size": (at("I", "E16"), at("I", "E17")), "classes": (at("I", "E38"), at("I", "E40"), at("I", "E42")),
        "pupils": tuple(at("III", f"{column}5") for column in "EFGHIJKLMNOP"),
        "ages": (at("III", "E17"), at("III", "E20")), "right": at("III", "E24"), "again": at("III", "E31"),
        "staff": (at("IV", "E6"), at("IV", "F6"), at("IV", "E8"), at("IV", "E37"), at("IV", "E38")),
    } == {
        "school": (1, 1, 0), "region": (0, 1), "size": (0, 1), "classes": (3, 2, 1),
        "pupils": (55, 30, 30, 30, 55, 30, 30, 30, 0, 0, 0, 0), "ages": (30, 25), "right": 30, "again": 25,
        "staff": (9, 9, 1, 8, 0),
    }  # fmt: skip
    assert at("I", "D2") == "Trường Tiểu học Hoa Sen"
    assert at("I", "B10") == "Tổng số trường"
    assert at("V", "E4") == "=I4+M4"
    assert found.filled == 471


@pytest.mark.django_db
@pytest.mark.parametrize("path", PRIMARY, ids=lambda path: path.name)
def test_what_is_not_known_is_blank_and_listed_with_its_reason(path):
    found = fill_form(report(), path.read_bytes())
    at = cells(found)
    assert (at("I", "E36"), at("III", "E34"), at("IV", "J6")) == (None, None, None)  # others' numbers stood there
    by_label = {(one.page, one.label): one for one in found.blanks}
    assert by_label["III", "- Học sinh khuyết tật học hòa nhập"].why == "hệ thống chưa giữ số này"
    assert by_label["IV", "Tổng số"].why == "hệ thống chưa chia theo cột này"
    assert by_label["IV", "Tổng số"].places == "J6–L6"
    assert [one.label for one in found.blanks if one.page == "V"] == ["cả phần"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PRESCHOOL, ids=lambda path: path.name)
def test_the_preschool_form(path):
    groups = [Group("pupil", 9, True, False, grade=14), Group("pupil", 30, False, True, grade=18)]
    young = figures_of({14: 1, 18: 2}, groups, PERIODS["begin"])
    at = cells(fill_form(report(figures=young), path.read_bytes()))
    assert [at("Trường-Lớp", f"E{row}") for row in (10, 71, 72, 86, 88)] == [1, 3, 1, 2, 2]
    assert [at("Học sinh", f"E{row}") for row in (5, 6, 9, 14, 28)] == [39, 9, 9, 30, 30]
    assert at("Học sinh", "G14") == 30


@pytest.mark.django_db
@pytest.mark.parametrize("path", PRIMARY, ids=lambda path: path.name)
def test_another_period_or_level_is_refused(path):
    with pytest.raises(Invalid, match="kì đầu năm học"):
        fill_form(report("end"), path.read_bytes())
    with pytest.raises(Invalid, match="cấp học trong mẫu"):
        fill_form(report(figures={"03.hs": 1}), path.read_bytes())


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.4", "Họ tên;Lớp\nAn;7A".encode()])
def test_other_files_are_refused_in_words(content):
    with pytest.raises(Invalid) as refusal:
        fill_form(report(), content)
    assert refusal.value.hint


def test_any_other_file_of_the_ministry_is_no_form():
    assert read_form([Page("x", [["STT", "Mã số", "Họ tên"], ["1", "2", "An"]])]) is None
    assert read_form([]) is None


def test_a_form_of_another_level_is_read_by_the_same_words():
    rows = [
        *HEAD,
        ["III", "Học sinh", "ĐVT", "Mã số", "Tổng số", "Công lập"],
        ["", "A", "B", "C", "1", "2"],
        ["3.1", "Tổng quy mô", "người", "40", "", ""],
        ["3.2", "Quy mô chia ra theo lớp"],
        ["", "- Học sinh lớp 6", "người", "41", "", ""],
        ["", "- Học sinh học nghề", "người", "42", "", ""],
    ]
    form = read_form([Page("x", rows)])
    assert (form.level, form.period, form.unit_at) == ("03", "end", ("x", 2, 3))
    assert [cell.key for cell in form.cells] == ["03.hs", "03.hs@cl", "03.hs_6", "03.hs_6@cl", "", ""]
    filled, blank = wanted(form, {"03.hs": 5, "03.hs@cl": 5, "03.hs_6": 2, "03.hs_6@cl": 2}, several=False)
    assert sorted(filled.values()) == [2, 2, 5, 5]
    assert {cell.label for cell in blank} == {"- Học sinh học nghề"}


def test_staff_of_several_levels_is_left_blank():
    rows = [*HEAD, ["IV", "Cán bộ quản lý, giáo viên, nhân viên", "", "Mã số", "Tổng số"], ["", "A", "B", "C", "1"],
            ["", "Tổng số", "người", "78", ""]]  # fmt: skip
    form = read_form([Page("x", rows)])
    filled, blank = wanted(form, {"03.hs": 5, "00.ns": 9}, several=True)
    assert not filled
    assert [cell.why for cell in blank] == ["staff"]
