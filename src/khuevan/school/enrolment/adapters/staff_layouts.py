"""Lists of staff, of classes and of who teaches what, and what others call their columns."""

from django.utils.translation import gettext_noop

from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS
from khuevan.platform.sheets.api import Field, Kind, Layout

_TEACHER = ("Giáo viên", "Họ tên giáo viên", "Họ và tên giáo viên", "Tên giáo viên", "GV", "GV dạy", "Giáo viên dạy",
            "Giáo viên bộ môn", "GVBM", "HO_TEN_GIAO_VIEN")  # fmt: skip
_CODE = ("Mã cán bộ", "Mã GV", "Mã CB", "Mã CBGV", "Mã nhân viên", "Mã nhân sự", "Mã định danh cán bộ",
         "Mã giáo viên", "Mã định danh giáo viên", "Mã cán bộ Bộ GD&ĐT", "MA_CAN_BO", "MA_GIAO_VIEN")  # fmt: skip
_CLASS = ("Lớp học", "Tên lớp", "Tên lớp học", "Mã lớp", "MA_LOP", "TEN_LOP", "TEN_LOP_HOC")

STAFF = Layout(
    "staff",
    gettext_noop("Cán bộ, giáo viên, nhân viên"),
    (
        Field("code", "Mã cán bộ", Kind.CODE, (*_CODE, "Mã cán bộ Phòng/Sở", "Mã định danh", "Mã định danh Bộ GD&ĐT"),
              longest=20),
        Field("number", "Số định danh cá nhân", Kind.CODE,
              ("Số CCCD", "CCCD", "Số ĐDCN", "Số ĐDCN/CCCD", "Số CMND/CCCD", "CMND/CCCD", "Số CMTND", "SO_CMTND",
               "Số CMTND/ thẻ căn cước/Hộ chiếu", "Mã định danh cá nhân", "Căn cước công dân"),
              digits=12, loose=True, longest=40),
        Field("name", "Họ và tên", Kind.NAME,
              ("Họ tên", "Họ tên cán bộ", "Họ và tên cán bộ", "Họ tên giáo viên", "Họ và tên giáo viên", "HO_TEN"),
              required=True, longest=80),
        Field("birth", "Ngày sinh", Kind.PARTIAL_DATE,
              ("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "NGAY_SINH"), required=True),
        Field("sex", "Giới tính", Kind.SEX, ("Phái", "Nam/Nữ", "GIOI_TINH")),
        Field("ethnicity", "Dân tộc", Kind.CHOICE, ("Mã dân tộc", "Tên dân tộc", "MA_DAN_TOC"), codes=ETHNIC_GROUPS),
        Field("birth_place", "Nơi sinh", Kind.TEXT, ("NOI_SINH",), longest=120),
        Field("phone", "Điện thoại", Kind.CODE,
              ("SĐT", "Số điện thoại", "Điện thoại di động", "Số điện thoại di động", "DIEN_THOAI"), longest=20),
        Field("title", "Vị trí việc làm", Kind.TEXT,
              ("Chức vụ", "Chức danh", "Vị trí", "Tên vị trí việc làm", "Nhiệm vụ", "Loại cán bộ", "Nhóm chức vụ"),
              longest=60),
    ),
    by_code="code",
    by_number="number",
    by_name="name",
    by_birth="birth",
)  # fmt: skip

CLASSES = Layout(
    "classes",
    gettext_noop("Lớp học"),
    (
        Field("name", "Tên lớp", Kind.CODE, ("Lớp", "Lớp học", "Tên lớp học", "TEN_LOP", "TEN_LOP_HOC"), required=True,
              longest=20),
        Field("grade", "Khối", Kind.WHOLE, ("Khối lớp", "Khối học", "Mã khối", "KHOI"), lowest=1, highest=12),
        Field("teacher", "Giáo viên chủ nhiệm", Kind.NAME,
              ("GVCN", "Chủ nhiệm", "Họ tên GVCN", "Tên giáo viên chủ nhiệm", "Họ tên giáo viên chủ nhiệm", *_TEACHER),
              longest=80),
        Field("teacher_code", "Mã giáo viên chủ nhiệm", Kind.CODE,
              ("Mã GVCN", "Mã chủ nhiệm", "MA_GVCN", "MA_GIAO_VIEN_CHU_NHIEM", *_CODE), longest=20),
        Field("teacher_id", "Người chủ nhiệm", Kind.WHOLE, inner=True),
    ),
    by_code="name",
)  # fmt: skip

TEACHING = Layout(
    "teaching",
    gettext_noop("Phân công giảng dạy"),
    (
        Field("class", "Lớp", Kind.CODE, _CLASS, required=True, longest=20),
        Field("subject", "Môn học", Kind.TEXT, ("Môn", "Tên môn", "Tên môn học", "Mã môn", "Mã môn học", "MA_MON_HOC"),
              required=True, longest=80),
        Field("teacher", "Giáo viên", Kind.NAME, _TEACHER, longest=80),
        Field("teacher_code", "Mã giáo viên", Kind.CODE, _CODE, longest=20),
        Field("teacher_id", "Người dạy", Kind.WHOLE, inner=True),
        Field("post", "Môn của lớp", Kind.TEXT, inner=True),
    ),
    by_code="post",
    section="class",
)  # fmt: skip
