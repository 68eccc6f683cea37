"""Sections of a profile in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SECTIONS = {
    "identity": gettext_noop("Nhân thân"),
    "contact": gettext_noop("Nơi ở, liên lạc"),
    "family": gettext_noop("Gia đình"),
    "papers": gettext_noop("Giấy tờ"),
    "study": gettext_noop("Học tập"),
    "work": gettext_noop("Công việc"),
    "training": gettext_noop("Trình độ, bồi dưỡng"),
    "pay": gettext_noop("Lương, phụ cấp"),
    "health": gettext_noop("Sức khoẻ"),
    "support": gettext_noop("Chính sách, hỗ trợ"),
    "union": gettext_noop("Đội, Đoàn, Đảng"),
    "general": gettext_noop("Thông tin chung"),
}


def section_name(section: str) -> str:
    """A section as people call it, in the language of the reader."""
    return _(_SECTIONS[section])
