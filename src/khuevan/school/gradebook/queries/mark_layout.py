"""A book as a list that comes in: its columns, and what vnEdu, SMAS, the Ministry and teachers call them."""

from django.utils.translation import gettext_noop

from khuevan.platform.sheets.api import Field, Kind, Layout

from .columns import Column

FAMILY = "marks"
WHO = (
    Field("code", "Mã học sinh", Kind.CODE,
          ("Mã HS", "Mã định danh", "Mã định danh Bộ GD&ĐT", "Mã học sinh Bộ GD&ĐT", "MA_HOC_SINH"),
          longest=20, points=True),
    Field("name", "Họ và tên", Kind.NAME,
          ("Họ tên", "Họ tên học sinh", "Họ và tên học sinh", "Tên học sinh", "HO_TEN"),
          required=True, longest=80, points=True),
    Field("birth", "Ngày sinh", Kind.PARTIAL_DATE, ("Ngày tháng năm sinh", "Năm sinh", "NGAY_SINH"), points=True),
    Field("class", "Lớp", Kind.CODE, ("Lớp học", "Tên lớp"), longest=20, points=True),
)  # fmt: skip
"""By what a pupil of the class is recognised; none of it is changed."""
_NAMES = {
    "gk": ("ĐĐGgk", "KTGK", "Điểm GK", "Giữa kỳ", "Giữa kì", "Điểm giữa kỳ", "ĐĐG giữa kỳ", "Kiểm tra giữa kỳ", "GHK"),
    "ck": ("ĐĐGck", "KTCK", "Điểm CK", "Cuối kỳ", "Cuối kì", "Điểm cuối kỳ", "ĐĐG cuối kỳ", "Kiểm tra cuối kỳ", "CHK",
           "Điểm HK", "KTHK"),
    "retest": ("Kiểm tra lại", "Điểm kiểm tra lại", "Thi lại", "KTL", "ĐĐG lại"),
    "level": ("Mức đạt được", "Mức hoàn thành", "Đánh giá", "MĐĐ", "Mức ĐG"),
    "test": ("Điểm KTĐK", "Điểm kiểm tra", "Điểm kiểm tra định kỳ", "Điểm", "KT định kỳ"),
    "comment": ("Lời nhận xét", "Nhận xét của giáo viên", "Nội dung nhận xét", "NHAN_XET"),
}  # fmt: skip
_REGULAR = (
    "TX {0}", "ĐĐGtx{0}", "ĐĐGtx {0}", "ĐĐG TX{0}", "ĐĐG TX {0}", "Điểm TX{0}", "Điểm TX {0}", "KTTX{0}", "KTTX {0}",
    "Thường xuyên {0}", "TX TX{0}", "ĐĐGtx TX{0}", "Đánh giá thường xuyên {0}", "Điểm đánh giá thường xuyên {0}",
    "Điểm thường xuyên TX{0}", "Thường xuyên TX{0}",
)  # fmt: skip
_NUMBERED = frozenset({"ddgtx", "dd gtx", "tx", "kttx", "thuong xuyen", "diem thuong xuyen", "danh gia thuong xuyen",
                       "ktdg thuong xuyen", "diem tx", "ddg thuong xuyen"})  # fmt: skip
_KINDS = {"integer": Kind.WHOLE, "choice": Kind.CHOICE, "text": Kind.TEXT, "score": Kind.TENTHS}
_BOUNDS = {"integer": (1, 10), "score": (0, 100)}
_STRANGER = gettext_noop("Trong lớp không có em nào như vậy.")


def layout_of(code: str, title: str, columns: tuple[Column, ...]) -> Layout:
    """The layout of a sheet (``queries.sheets``): who, and a field for each of its columns that is typed."""
    fields = tuple(_field(one) for one in columns if one.editable)
    return Layout(
        code, title, (*WHO, *fields), by_code="code", by_name="name", by_birth="birth", section="class",
        members=_STRANGER, family=FAMILY, numbered=_NUMBERED,
    )  # fmt: skip


def _field(column: Column) -> Field:
    lowest, highest = _BOUNDS.get(column.kind, (None, None))
    return Field(
        column.key, column.label, _KINDS[column.kind], (column.title, *_aliases(column.key)),
        codes={option.value: option.label for option in column.options},
        longest=column.max_length or 200, lowest=lowest, highest=highest,
    )  # fmt: skip


def _aliases(key: str) -> tuple[str, ...]:
    if key.startswith("tx"):
        return tuple(name.format(key[2:]) for name in _REGULAR)
    return _NAMES.get(key, ())
