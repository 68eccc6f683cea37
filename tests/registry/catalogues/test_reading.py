"""What files say, and what is said about those that say nothing."""

import json

import pytest

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.catalogues.api import read_path
from khuevan.registry.catalogues.rules.choices import choices_in
from khuevan.registry.catalogues.rules.sections import section_of

OBJECTS = {
    "Objects": [["1", "LstHocSinh", "Học sinh"]],
    "LstHocSinh": [
        {"field": "HoTen", "type": "string", "required": "x", "label": "Họ tên\nhọc sinh", "catalogue": ""},
        {"field": "MaDanToc", "type": "string", "required": "x", "label": "Dân tộc", "catalogue": "DM_DAN_TOC"},
        {"field": "NgaySinh", "type": "timestamp", "required": "", "label": "Ngày sinh", "catalogue": ""},
        {"field": "IsHoNgheo", "type": "integer", "required": "", "label": "Hộ nghèo", "catalogue": "1: Có\n0: Không"},
        {
            "field": "MaTat",
            "type": "string",
            "required": "x",
            "label": "(Bắt buộc néu là HS khuyết tật)",
            "catalogue": "",
        },
        {"field": "Anh", "type": "byte[]", "required": "bỏ", "label": "Ảnh", "catalogue": ""},
        {"field": "HoTen", "type": "string", "required": "", "label": "Lặp", "catalogue": ""},
    ],
}
LISTS = {
    "DM_DAN_TOC": {
        "title": "DÂN TỘC",
        "header": ["", "(Nguồn)", "", ""],
        "rows": [["STT", "Mã dân tộc", "Tên dân tộc", "Tên khác"], ["1", "01", "Kinh", "Việt"], ["2", "01", "Tày", ""]],
    },
    "DM_NGOAI_NGU": {
        "title": "TRÌNH ĐỘ",
        "header": ["STT", "Mã ngoại ngữ", "Mã", "Tên trường dữ liệu"],
        "rows": [["1", "01", "000", "Chưa xác định"], ["2", "01", "", "Bỏ trống"]],
    },
}
HEAD = "object,code,label,type,length,need,list,section\n"


def read(tmp_path, **files):
    for name, content in files.items():
        kind, text = ("csv", content) if isinstance(content, str) else ("json", json.dumps(content))
        (tmp_path / f"{name}.{kind}").write_text(text, encoding="utf-8")
    return read_path(tmp_path)


def test_the_ministrys_description_is_read_whole(tmp_path):
    found = read(tmp_path, a=OBJECTS, b=LISTS)
    assert [(one.code, one.type, one.need, one.list_code) for one in found.fields] == [
        ("HoTen", "text", "always", ""),
        ("MaDanToc", "text", "always", "DM_DAN_TOC"),
        ("NgaySinh", "date", "never", ""),
        ("IsHoNgheo", "integer", "never", "CO_KHONG"),
        ("MaTat", "text", "sometimes", ""),
        ("Anh", "other", "never", ""),
    ]
    assert found.fields[0].label == "Họ tên học sinh"
    assert [(one.list_code, one.code, one.label, one.more) for one in found.codes] == [
        ("CO_KHONG", "1", "Có", {}),
        ("CO_KHONG", "0", "Không", {}),
        ("DM_DAN_TOC", "01", "Kinh", {"Tên khác": "Việt"}),
        ("DM_NGOAI_NGU", "000", "Chưa xác định", {"Mã ngoại ngữ": "01"}),
    ]
    assert len(found.notes) == 4  # a field twice, a line of headings, a code twice, a line without code


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("1: Có\n0: Không", [("1", "Có"), ("0", "Không")]),
        ("2: KT2   3: KT3   4: KT4", [("2", "KT2"), ("3", "KT3"), ("4", "KT4")]),
        ("1 Nông dân\n2 Công nhân", [("1", "Nông dân"), ("2", "Công nhân")]),
        ("0-Trúng tuyển (đầu cấp)   => 1\n3-Lưu ban         => 2", [("0", "Trúng tuyển (đầu cấp)"), ("3", "Lưu ban")]),
        ("DM_DAN_TOC", []),
        ("1: Có\n1: Không", []),
        ("", []),
    ],
)
def test_choices_in_a_field(said, choices):
    assert choices_in(said) == choices


@pytest.mark.parametrize(
    ("field", "section"),
    [("HoTenMe", "family"), ("HoTen", "identity"), ("DchiThtru", "contact"), ("MaLoaiKhuyetTat", "health"),
     ("BanTru", "support"), ("NgayVaoDoi", "union"), ("SoCmnd", "papers"), ("KhoiHoc", "study")],
)  # fmt: skip
def test_fields_stand_in_the_section_where_a_clerk_looks(field, section):
    assert section_of("pupil", field) == section


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + "pupil,A,Tên,chu,,always,,\n", "Dòng 2, cột type: “chu” không dùng được. Dùng: text, integer"),
        (HEAD + "pupil,A,Tên,text,dài,always,,\n", "Dòng 2: độ dài “dài” không phải là số."),
        (HEAD + "pupil,A,Tên,text,,always,,\npupil,A,Tên,text,,never,,\n", "Dòng 3: pupil A đã có ở dòng trên."),
        (HEAD + "pupil,,Tên,text,,always,,\n", "Dòng 2, cột code: bỏ trống."),
        ("a,b\n1,2\n", "Không nhận ra các cột của bảng."),
        (["không phải bảng"], "không nhận ra nội dung."),
        ({"DM_X": {"title": "X"}}, "Danh mục DM_X: thiếu các dòng"),
        ({"DM_X": {"header": ["STT", "Tên"], "rows": []}}, "Danh mục DM_X: không thấy cột “Mã…”."),
        ({"LstHocSinh": [{"label": "?"}]}, "LstHocSinh, dòng 1: thiếu tên trường"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, content, said):
    with pytest.raises(Invalid) as wrong:
        read(tmp_path, tệp=content)
    assert said in str(wrong.value)
    assert str(wrong.value).startswith("tệp.")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(NotFound):
        read_path(tmp_path)
    for name, content in (
        ("a.json", b"{"),
        ("b.csv", "Dân tộc".encode("utf-16")),
        ("c.xlsx", b"PK"),
        ("d.json", b"[" * 99999),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Invalid):
            read_path(tmp_path / name)
    with pytest.raises(NotFound):
        read_path(tmp_path / "không có.json")
