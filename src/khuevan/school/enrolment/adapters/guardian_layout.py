"""The list of pupils' parents and guardians, one row each, and what others call its columns."""

from django.utils.translation import gettext_noop

from khuevan.platform.sheets.api import Field, Kind, Layout

RELATIONS = {"mother": "Mẹ", "father": "Cha", "other": "Người giám hộ"}
SAME = {
    "bo": "father",
    "ma": "mother",
    "phu": "father",
    "mau": "mother",
    "giam": "other",
    "ong": "other",
    "do": "other",
}
"""Other words for the relations, as codes of their own → the relation."""
_WORDS = {"bo": "Bố", "ma": "Má", "phu": "Bố đẻ", "mau": "Mẹ đẻ", "giam": "Giám hộ", "ong": "Ông", "do": "Người đỡ đầu"}

LAYOUT = Layout(
    "guardians",
    gettext_noop("Cha mẹ, người giám hộ"),
    (
        Field("code", "Mã học sinh", Kind.CODE,
              ("Mã HS", "Mã định danh Bộ GD&ĐT", "Mã định danh học sinh", "MA_HOC_SINH"), longest=20, points=True),
        Field("name", "Họ tên học sinh", Kind.NAME,
              ("Học sinh", "Họ và tên học sinh", "Tên học sinh", "Họ tên con"), longest=80, points=True),
        Field("birth", "Ngày sinh học sinh", Kind.PARTIAL_DATE,
              ("Ngày sinh", "Ngày tháng năm sinh", "NGAY_SINH"), points=True),
        Field("class", "Lớp", Kind.CODE, ("Lớp học", "Tên lớp", "MA_LOP"), longest=20, points=True),
        Field("relation", "Quan hệ", Kind.CHOICE,
              ("Mối quan hệ", "Quan hệ với học sinh", "Là gì của học sinh", "MOI_QUAN_HE"), required=True,
              codes={**RELATIONS, **_WORDS}),
        Field("guardian", "Họ tên phụ huynh", Kind.NAME,
              ("Phụ huynh", "Họ và tên phụ huynh", "Họ tên cha mẹ", "Người giám hộ", "Họ tên người giám hộ",
               "Họ và tên cha mẹ, người giám hộ"), required=True, longest=80),
        Field("phone", "Điện thoại phụ huynh", Kind.CODE,
              ("SĐT phụ huynh", "Số điện thoại phụ huynh", "Điện thoại", "SĐT", "Số điện thoại", "ĐT phụ huynh"),
              longest=20),
        Field("tie", "Phụ huynh của em", Kind.TEXT, inner=True),
    ),
    by_code="tie",
    section="class",
)  # fmt: skip
