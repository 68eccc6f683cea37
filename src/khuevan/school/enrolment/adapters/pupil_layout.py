"""The list of pupils with their class, and what vnEdu, SMAS, the Ministry and people call its columns."""

from django.utils.translation import gettext_noop

from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS
from khuevan.platform.sheets.api import Field, Kind, Layout
from khuevan.registry.people.api import code_kind, kept_code

__all__ = ["LAYOUT", "RELATIONS", "code_kind", "kept_code"]

RELATIONS = ("father", "mother", "other")
"""Fields of guardians: the name under the relation (`people.Guardianship.Relation`), the phone under ``…_phone``."""
_PHONE = ("Số điện thoại {0}", "SĐT {0}", "SĐT của {0}", "Điện thoại {0}", "ĐT {0}", "Di động {0}")


def _phones(*people: str) -> tuple[str, ...]:
    return tuple(name.format(who) for who in people for name in _PHONE)


LAYOUT = Layout(
    "pupils",
    gettext_noop("Học sinh"),
    (
        Field(
            "code", "Mã học sinh", Kind.CODE,
            ("Mã HS", "Mã định danh Bộ GD&ĐT", "Mã định danh học sinh", "Mã định danh Bộ", "Mã học sinh Bộ GD&ĐT",
             "Mã HS Bộ GD", "Mã CSDL", "MA_HOC_SINH"), longest=20,
        ),
        Field(
            "number", "Số định danh cá nhân", Kind.CODE,
            ("Số CCCD", "CCCD", "Số ĐDCN", "ĐDCN/CCCD", "Số ĐDCN/CCCD", "Mã định danh cá nhân", "Số CMND/CCCD",
             "CMND/CCCD", "Số CMTND", "Mã định danh công dân", "Mã số định danh"), digits=12, loose=True, longest=40,
        ),
        Field(
            "name", "Họ và tên", Kind.NAME,
            ("Họ tên", "Họ tên học sinh", "Họ và tên học sinh", "Tên học sinh", "HO_TEN"), required=True, longest=80,
        ),
        Field(
            "birth", "Ngày sinh", Kind.PARTIAL_DATE,
            ("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "NGAY_SINH"), required=True,
        ),
        Field("sex", "Giới tính", Kind.SEX, ("Phái", "Nam/Nữ", "GIOI_TINH")),
        Field("ethnicity", "Dân tộc", Kind.CHOICE, ("Mã dân tộc", "Tên dân tộc", "MA_DAN_TOC"), codes=ETHNIC_GROUPS),
        Field("birth_place", "Nơi sinh", Kind.TEXT, ("Nơi sinh (tỉnh)", "NOI_SINH"), longest=120),
        Field("class", "Lớp", Kind.CODE, ("Lớp học", "Tên lớp", "Tên lớp học", "MA_LOP"), required=True, longest=20),
        Field(
            "phone", "Điện thoại", Kind.CODE,
            ("SĐT", "Số điện thoại", "Điện thoại liên hệ", "Số điện thoại di động", "Điện thoại học sinh"), longest=20,
        ),
        Field(
            "father", "Họ tên cha", Kind.NAME,
            ("Họ tên bố", "Họ và tên cha", "Họ và tên bố", "Tên cha", "Tên bố", "Cha", "Bố", "HO_TEN_BO"), longest=80,
        ),
        Field("father_phone", "Điện thoại cha", Kind.CODE, _phones("cha", "bố"), longest=20),
        Field("mother", "Họ tên mẹ", Kind.NAME, ("Họ và tên mẹ", "Tên mẹ", "Mẹ", "HO_TEN_ME"), longest=80),
        Field("mother_phone", "Điện thoại mẹ", Kind.CODE, _phones("mẹ"), longest=20),
        Field(
            "other", "Họ tên người giám hộ", Kind.NAME,
            ("Họ và tên người giám hộ", "Tên người giám hộ", "Người giám hộ", "Người đỡ đầu"), longest=80,
        ),
        Field("other_phone", "Điện thoại người giám hộ", Kind.CODE, _phones("người giám hộ"), longest=20),
    ),
    by_code="code",
    by_number="number",
    by_name="name",
    by_birth="birth",
    section="class",
)  # fmt: skip
