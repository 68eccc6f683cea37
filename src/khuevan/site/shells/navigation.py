"""What each audience finds in its navigation, in one list per audience.

An item is shown when its page exists and its predicate holds for the actor. A predicate hides what one may not do; it
never protects anything: every page checks for itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def always(actor: Any) -> bool:
    """Shown to everybody of the audience."""
    return True


def has_school(actor: Any) -> bool:
    """Shown to those who work at a school now."""
    return bool(actor.school_ids)


def is_leader(actor: Any) -> bool:
    """Shown to leaders of a school, not to its office."""
    return bool(actor.school_ids) and actor.kind == "leader"


def has_children(actor: Any) -> bool:
    """Shown to families with at least one pupil."""
    return bool(actor.student_ids)


def oversees_units(actor: Any) -> bool:
    """Shown at a department and the ministry."""
    role = getattr(actor, "role", None)
    return bool(role and role.unit_kind in ("department", "ministry"))


def works(actor: Any) -> bool:
    """Shown to staff of schools and authorities."""
    return getattr(actor, "kind", "") in ("teacher", "leader", "clerk", "authority")


def fills_in(actor: Any) -> bool:
    """Shown to teachers, whose sheets lie on their devices."""
    return getattr(actor, "kind", "") == "teacher"


@dataclass(frozen=True)
class Item:
    """One entry: the name of its page, its icon, its words, for whom it is shown, and under which title."""

    url_name: str
    icon: str
    label: str | Promise
    when: Callable[[Any], bool] = always
    group: str | Promise = ""


class Link(NamedTuple):
    """An item that this actor sees on this page; ``current`` marks where they are."""

    url: str
    icon: str
    label: str | Promise
    current: bool = False
    group: str | Promise = ""


def group(title: str | Promise, *items: Item) -> tuple[Item, ...]:
    """Items under one title in the sidebar. A phone shows the first four of all at the thumb, the rest in "Thêm"."""
    return tuple(replace(item, group=title) for item in items)


TRANSCRIPTS = Item("transcripts:index", "certificate", _("Học bạ"), has_school)
GRADEBOOKS = Item("gradebook:index", "notebook", _("Sổ điểm"), has_school)

NAVIGATION: dict[str, tuple[Item, ...]] = {
    "teacher": (
        Item("home", "home", _("Hôm nay")),
        GRADEBOOKS,
        Item("gradebook:homeroom", "users-group", _("Chủ nhiệm"), has_school),
        TRANSCRIPTS,
        Item("comments:index", "pencil", _("Nhận xét"), has_school),
        Item("calendar:index", "clock", _("Lịch nhập điểm"), has_school),
        Item("analysis:index", "chart-bar", _("Phân tích"), has_school),
    ),
    "leader": (
        Item("home", "home", _("Toàn trường")),
        Item("gradebook:school", "progress-check", _("Tiến độ"), has_school),
        *group(
            _("Sổ sách"),
            GRADEBOOKS,
            TRANSCRIPTS,
            Item("corrections:index", "versions", _("Đính chính học bạ"), has_school),
            Item("analysis:own_school", "chart-bar", _("Phân tích"), has_school),
            Item("register:book", "users", _("Sổ đăng bộ"), has_school),
            Item("prints:statistics", "chart-bar", _("Thống kê"), has_school),
            Item("ioc:board", "device-desktop", _("Điều hành"), has_school),
            Item("reports:index", "file-text", _("Báo cáo thống kê"), has_school),
            Item("comments:bank", "message-circle", _("Câu nhận xét"), is_leader),
        ),
        *group(
            _("Tổ chức"),
            Item("enrolment:teaching", "users", _("Phân công"), has_school),
            Item("opening:index", "calendar", _("Năm học"), has_school),
            Item("calendar:index", "clock", _("Lịch nhập điểm"), has_school),
        ),
        *group(
            _("Dữ liệu"),
            Item("profiles:index", "list-check", _("Hồ sơ"), has_school),
            Item("sheets:index", "upload", _("Nhập, xuất"), has_school),
            Item("bridging:index", "file-text", _("Học bạ giấy"), has_school),
            Item("identity:index", "users-group", _("Hồ sơ trùng"), has_school),
        ),
    ),
    "authority": (
        Item("home", "home", _("Toàn tỉnh")),
        Item("transcripts:desk", "inbox", _("Tiếp nhận học bạ")),
        Item("review:index", "shield-check", _("Kiểm tra học bạ")),
        Item("calendar:index", "clock", _("Lịch nhập điểm")),
        Item("profiles:schools", "list-check", _("Hồ sơ các trường")),
        Item("ioc:board", "device-desktop", _("Điều hành")),
        Item("reports:index", "file-text", _("Báo cáo thống kê")),
        Item("analysis:province", "chart-bar", _("Phân tích")),
        Item("units:index", "building", _("Cây đơn vị"), oversees_units),
        Item("identity:index", "users-group", _("Hồ sơ trùng"), oversees_units),
        Item("exchange:index", "share", _("Liên thông dữ liệu"), oversees_units),
    ),
    "family": (
        Item("home", "home", _("Trang nhà")),
        Item("transcripts:family", "certificate", _("Học bạ"), has_children),
        Item("register:family", "switch-horizontal", _("Quá trình học"), has_children),
        Item("analysis:family", "chart-bar", _("Qua các năm"), has_children),
        Item("audit:access", "eye", _("Ai đã xem"), has_children),
    ),
    "public": (
        Item("transcripts:verify", "shield-check", _("Xác minh học bạ")),
        Item("statistics:open", "chart-bar", _("Dữ liệu mở")),
    ),
}

MENU: tuple[Item, ...] = (
    Item("units:addresses", "switch-horizontal", _("Đổi địa chỉ cũ"), works),
    Item("offline", "wifi-off", _("Khi mất mạng"), fills_in),
    Item("catalogues:fields", "list-check", _("Danh mục của Bộ"), works),
    Item("mfa_index", "fingerprint", _("Bảo vệ tài khoản")),
    Item("usersessions_list", "devices", _("Thiết bị đang đăng nhập")),
    Item("audit:access", "eye", _("Ai đã xem dữ liệu"), has_children),
    Item("transcripts:verify", "shield-check", _("Xác minh học bạ")),
    Item("transparency:index", "history", _("Nhật ký công khai")),
    Item("statistics:open", "chart-bar", _("Dữ liệu mở")),
)

AUDIENCES = {
    "teacher": "teacher",
    "leader": "leader",
    "clerk": "leader",
    "authority": "authority",
    "guardian": "family",
    "student": "family",
}


def audience(actor: Any) -> str:
    """Which shell ``actor`` gets: teacher, leader, authority, family, or public for a visitor."""
    return AUDIENCES.get(getattr(actor, "kind", ""), "public")


def address(url_name: str) -> str:
    """The path of a page without parameters, or "" while no room provides it."""
    return _address(url_name, _urlconf())


def _urlconf() -> str:
    return get_urlconf() or settings.ROOT_URLCONF


@cache
def _address(url_name: str, urlconf: str) -> str:
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""


def links(items: tuple[Item, ...], actor: Any, path: str) -> list[Link]:
    """The items that ``actor`` sees on the page at ``path``; the closest one is current."""
    urlconf = _urlconf()
    shown = [(item, url) for item in items if (url := _address(item.url_name, urlconf)) and item.when(actor)]
    here = max((url for _item, url in shown if _holds(url, path)), key=len, default="")
    return [Link(url, item.icon, item.label, url == here, item.group) for item, url in shown]


def in_groups(shown: list[Link]) -> list[tuple[str | Promise, list[Link]]]:
    """Neighbours of one title together, each group with its title; "" has none."""
    return [(title, list(some)) for title, some in groupby(shown, key=lambda link: link.group)]


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
