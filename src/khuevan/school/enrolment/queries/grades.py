"""What grades are called."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_AGES: Final = {
    13: gettext_noop("Nhóm trẻ 3–12 tháng"),
    14: gettext_noop("Nhóm trẻ 13–24 tháng"),
    15: gettext_noop("Nhóm trẻ 25–36 tháng"),
    16: gettext_noop("Mẫu giáo 3–4 tuổi"),
    17: gettext_noop("Mẫu giáo 4–5 tuổi"),
    18: gettext_noop("Mẫu giáo 5–6 tuổi"),
}
"""Groups by age of a preschool (Điều lệ trường mầm non, TT 52/2020/TT-BGDĐT)."""


def grade_name(grade: int) -> str:
    """``Khối 7``; for the ages of a preschool, numbered 13 to 18, ``Mẫu giáo 3–4 tuổi``."""
    return _(_AGES[grade]) if grade in _AGES else _("Khối %(grade)s") % {"grade": grade}
