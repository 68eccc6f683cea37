"""The list of years on paper: one row a pupil and year, the whole-year result of each subject in a column."""

from django.utils.translation import gettext_noop

from khuevan.platform.sheets.api import Field, Kind, Layout

_SUBJECTS: tuple[tuple[str, ...], ...] = (
    ("Toán", "Toán học"),
    ("Tiếng Việt",),
    ("Ngữ văn", "Văn", "Văn học"),
    ("Ngoại ngữ", "Ngoại ngữ 1", "Tiếng Anh", "Anh văn"),
    ("Vật lí", "Vật lý", "Lý"),
    ("Hoá học", "Hóa học", "Hoá", "Hóa"),
    ("Sinh học", "Sinh"),
    ("Khoa học tự nhiên", "KHTN"),
    ("Lịch sử", "Sử"),
    ("Địa lí", "Địa lý", "Địa"),
    ("Lịch sử và Địa lí", "LS&ĐL", "Lịch sử & Địa lí", "Sử - Địa"),
    ("Giáo dục công dân", "GDCD"),
    ("Giáo dục kinh tế và pháp luật", "GDKT&PL"),
    ("Đạo đức",),
    ("Tự nhiên và Xã hội", "TN&XH"),
    ("Khoa học",),
    ("Công nghệ",),
    ("Kĩ thuật", "Kỹ thuật"),
    ("Thủ công",),
    ("Tin học", "Tin"),
    ("Tin học và Công nghệ",),
    ("Thể dục", "Giáo dục thể chất", "GDTC"),
    ("Âm nhạc", "Nhạc", "Hát nhạc"),
    ("Mĩ thuật", "Mỹ thuật"),
    ("Nghệ thuật",),
    ("Giáo dục quốc phòng và an ninh", "GDQP-AN", "GDQP", "Quốc phòng an ninh"),
    ("Hoạt động trải nghiệm", "HĐTN", "Hoạt động trải nghiệm, hướng nghiệp", "HĐTN-HN"),
    ("Giáo dục địa phương", "GDĐP", "Nội dung giáo dục của địa phương"),
    ("Ngoại ngữ 2",),
    ("Tiếng dân tộc thiểu số", "Tiếng dân tộc"),
    ("Nghề phổ thông", "Môn tự chọn", "Tự chọn"),
)
SUBJECTS = {f"s{place}": names[0] for place, names in enumerate(_SUBJECTS)}
"""Field → the subject's name. Programmes of every year since 1990 are mixed here: paper is copied, not understood."""

LAYOUT = Layout(
    "paper_years",
    gettext_noop("Năm học theo học bạ giấy"),
    (
        Field("code", "Mã học sinh", Kind.CODE,
              ("Mã HS", "Mã định danh Bộ GD&ĐT", "Mã định danh học sinh", "MA_HOC_SINH"), longest=20, points=True),
        Field("name", "Họ tên học sinh", Kind.NAME,
              ("Họ và tên", "Họ tên", "Học sinh", "Họ và tên học sinh"), longest=80, points=True),
        Field("birth", "Ngày sinh", Kind.PARTIAL_DATE,
              ("Ngày tháng năm sinh", "Ngày sinh học sinh", "NGAY_SINH"), points=True),
        Field("year", "Năm học", Kind.TEXT, ("Năm học theo học bạ",), required=True, longest=20, points=True),
        Field("grade", "Khối", Kind.WHOLE, ("Khối lớp",), required=True, lowest=1, highest=12),
        Field("class_name", "Lớp", Kind.TEXT, ("Lớp trên học bạ", "Tên lớp"), required=True, longest=20),
        Field("school_name", "Trường", Kind.TEXT,
              ("Trường trên học bạ", "Tên trường", "Trường ghi trên học bạ"), required=True, longest=160),
        Field("book_no", "Số học bạ giấy", Kind.TEXT, ("Số học bạ", "Số hiệu học bạ"), required=True, longest=60),
        *(Field(f"s{place}", names[0], Kind.TEXT, names[1:], longest=20) for place, names in enumerate(_SUBJECTS)),
        Field("learning", "Học lực cả năm", Kind.TEXT,
              ("Học lực", "Kết quả học tập", "Học tập", "Xếp loại học lực"), longest=20),
        Field("conduct", "Hạnh kiểm cả năm", Kind.TEXT,
              ("Hạnh kiểm", "Kết quả rèn luyện", "Rèn luyện", "Xếp loại hạnh kiểm"), longest=20),
        Field("outcome", "Kết luận", Kind.TEXT, ("Kết luận của năm học", "Lên lớp"), required=True, longest=160),
        Field("award", "Danh hiệu", Kind.TEXT, ("Khen thưởng", "Danh hiệu thi đua"), longest=160),
        Field("who", "Năm học của em", Kind.TEXT, inner=True),
    ),
    by_code="who",
)  # fmt: skip
"""``who``: person id and first calendar year, "512 2022"."""
