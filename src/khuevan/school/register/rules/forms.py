"""The columns of the register by the charter of schools that is in force on a day.

The charters name the register among a school's records and leave its columns to the school: TT 28/2020/TT-BGDĐT and
TT 32/2020/TT-BGDĐT (Art. 21 each) until 9 May 2026, TT 15/2026/TT-BGDĐT Art. 21 since 10 May 2026. A charter that
orders other columns is one more `Form`.
"""

from dataclasses import dataclass
from datetime import date

_COLUMNS = (
    ("number", "Số đăng bộ", 4), ("name", "Họ và tên", 12), ("born", "Ngày sinh", 6), ("birth_place", "Nơi sinh", 8),
    ("sex", "Nam, nữ", 3), ("ethnicity", "Dân tộc", 4), ("policy", "Diện chính sách", 5), ("home", "Chỗ ở hiện nay", 9),
    ("father", "Họ tên cha", 10), ("mother", "Họ tên mẹ", 10), ("other", "Người giám hộ", 8),
    ("entered_on", "Ngày vào trường", 6), ("came_from", "Từ đâu đến", 9), ("class_name", "Lớp", 3),
    ("went_on", "Ngày ra trường", 6), ("why", "Lý do", 8), ("went_to", "Nơi chuyển đến", 9),
    ("code", "Mã định danh", 7),
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """``columns``: key of the value, heading, share of the width; in force from ``since``."""

    since: date
    law: str
    columns: tuple[tuple[str, str, int], ...]


FORMS = (
    Form(date(2020, 11, 1), "TT 28/2020/TT-BGDĐT, TT 32/2020/TT-BGDĐT, Điều 21", _COLUMNS),
    Form(date(2026, 5, 10), "TT 15/2026/TT-BGDĐT, Điều 21", _COLUMNS),
)


def form_on(day: date) -> Form:
    """The form of a day; before the first one that is known, the first."""
    return next((one for one in reversed(FORMS) if one.since <= day), FORMS[0])
