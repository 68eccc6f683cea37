"""A list of pupils as a room above would declare it."""

from khuevan.platform.sheets.rules.layouts import Field, Kind, Layout

ETHNIC = {"01": "Kinh", "02": "Tày", "04": "Hoa", "05": "Khơ-me"}

PUPILS = Layout(
    "pupils",
    "Học sinh",
    (
        Field("code", "Mã học sinh", Kind.CODE, ("Mã HS", "Mã định danh Bộ GD&ĐT")),
        Field("number", "Số định danh cá nhân", Kind.CODE, ("Số CCCD", "CCCD", "Số ĐDCN", "Mã định danh"), digits=12),
        Field("name", "Họ và tên", Kind.NAME, ("Họ tên", "Họ tên học sinh"), required=True),
        Field("birth", "Ngày sinh", Kind.PARTIAL_DATE, ("Ngày tháng năm sinh", "Năm sinh"), required=True),
        Field("sex", "Giới tính", Kind.SEX, ("Phái", "Nam/Nữ")),
        Field("ethnic", "Dân tộc", Kind.CHOICE, codes=ETHNIC),
        Field("class", "Lớp", Kind.CODE, ("Lớp học", "Tên lớp")),
        Field("mark", "Điểm", Kind.TENTHS, ("Điểm TB",), lowest=0, highest=100),
        Field("phone", "Điện thoại", Kind.CODE, ("SĐT", "Số điện thoại"), longest=15),
    ),
    by_code="code",
    by_number="number",
    by_name="name",
    by_birth="birth",
    section="class",
)
