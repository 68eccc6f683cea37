"""The Ministry's own forms, filled in place: names, formats, hidden sheets and lists to choose stay as they were.

The folder has a form for staff and one for pupils (of their health); there is none for classes, so the names of that
object's fields stand for it.
"""

import io
import json
import zipfile

import openpyxl
import pytest

from khuevan.kernel.errors import Invalid
from khuevan.platform.sheets.api import fill_template
from khuevan.school.enrolment.adapters.pupil_layout import LAYOUT as PUPILS
from khuevan.school.enrolment.adapters.staff_layouts import CLASSES, STAFF
from tests.platform.sheets import nasty
from tests.provided import provided

FORMS, FIELDS = "csdl-nganh/templates", "csdl-nganh/catalogues/objects_dau_nam_2020.json"
BINH = {
    "code": "8099000011", "number": "072314000001", "name": "Trần Thị Bình", "birth": "2013-09-05", "sex": 2,
    "ethnicity": "01", "class": "7A", "phone": "0900111222", "title": "Giáo viên",
}  # fmt: skip


def filled(path, layout, times=3):
    content = path.read_bytes()
    records = [{code: value for code, value in BINH.items() if code in layout.by}] * times
    return content, fill_template(content, layout, records)


def books(*contents):
    return [openpyxl.load_workbook(io.BytesIO(content)) for content in contents]


def others(content, changed):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if name not in changed}


@pytest.mark.parametrize("path", provided(f"{FORMS}/ThongTinYTeHocSinh_export_rong.xlsx"), ids=lambda path: path.name)
def test_pupils(path):
    content, done = filled(path, PUPILS)
    old, new = books(content, done.content)
    assert [cell.value for cell in new.active[3]][:6] == [2, "7A", "8099000011", "Trần Thị Bình", "05/09/2013", "Nữ"]
    assert [cell.value for cell in new.active[1]] == [cell.value for cell in old.active[1]]
    assert done.left == ["Cân nặng", "Chiều cao", "Biết bơi", "Bệnh về mắt"]


@pytest.mark.parametrize("path", provided(f"{FORMS}/FileUpLoadDuLieuCanbo.xlsx"), ids=lambda path: path.name)
def test_staff(path):
    """Names of variables under the header and the hidden sheet stay; the addresses of whoever made the form go."""
    content, done = filled(path, STAFF)
    old, new = books(content, done.content)
    before, after = old.worksheets[0], new.worksheets[0]
    for row in (1, 2):
        assert [cell.value for cell in after[row]] == [cell.value for cell in before[row]]
    assert [cell.value for cell in after[3]][:7] == [
        "Trần Thị Bình", "8099000011", None, "0900111222", "05/09/2013", "Nữ", "072314000001",
    ]  # fmt: skip
    assert [(one.title, one.sheet_state) for one in new] == [(one.title, one.sheet_state) for one in old]
    assert others(done.content, {"xl/worksheets/sheet1.xml"}) == others(content, {"xl/worksheets/sheet1.xml"})


@pytest.mark.parametrize("layout", [PUPILS, STAFF, CLASSES], ids=lambda layout: layout.code)
@pytest.mark.parametrize("path", provided(f"{FORMS}/Template_Loai_Doi_Tuong.xlsx"), ids=lambda path: path.name)
def test_the_form_of_something_else(path, layout):
    """It has hidden columns and lists to choose, and a cell that resembles one of our names."""
    with pytest.raises(Invalid, match="không có cột nào"):
        filled(path, layout)


@pytest.mark.parametrize("path", provided(FIELDS), ids=lambda path: path.name)
@pytest.mark.parametrize(("thing", "layout", "wanted"), [
    ("LstHocSinh", PUPILS, {"code": "MA_HOC_SINH", "name": "HO_TEN", "birth": "NGAY_SINH", "father": "HO_TEN_BO"}),
    ("LstCanBo", STAFF, {"name": "TEN_CAN_BO", "birth": "NGAY_SINH", "number": "SO_CMND"}),
    ("LstLopHocInfo", CLASSES, {"name": "TEN_LOP_HOC", "grade": "KHOI_HOC", "teacher_code": "MA_GVCN"}),
])  # fmt: skip
def test_names_of_the_ministrys_fields(path, thing, layout, wanted):
    names = [field["source_column"] or None for field in json.loads(path.read_text())[thing]]
    done = fill_template(nasty.xlsx([names]), layout, [])
    assert {code: names[column] for code, column in done.fields.items() if code in wanted} == wanted
