"""Small things that the pages of units are made of."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Tab

from ..models import Unit
from ..policies import oversees
from ..rules.structure import Decree

LONGEST = 300
PAGES = ("units:index", "units:report", "units:addresses")


def actor_of(request: HttpRequest) -> Any:
    """Who asks, at a department or the ministry; for others the page does not exist."""
    actor = getattr(request, "actor", None)
    if not oversees(actor):
        raise NotFound(_("Không tìm thấy trang này."))
    return actor


def tabs(current: str) -> list[Tab]:
    """The pages of the room."""
    words = {
        "units:index": _("Danh sách"),
        "units:report": _("Báo cáo theo địa bàn"),
        "units:addresses": _("Đổi địa chỉ cũ"),
    }
    return [Tab(words[name], reverse(name), name == current) for name in PAGES]


def levels_of(levels: tuple[str, ...]) -> str:
    """The levels of a school in words."""
    known = dict(Unit.Level.choices)
    return ", ".join(_(str(known[level])) for level in levels if level in known)


def page_in(request: HttpRequest) -> int:
    """The page that an address names, or the first."""
    text = request.GET.get("page", "")
    return max(int(text), 1) if len(text) <= 6 and text.isascii() and text.isdigit() else 1


def decree_in(request: HttpRequest) -> Decree:
    """Day, decision and note that a form sent. Raises ``Invalid`` without a day."""
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Invalid(_("Chưa nhập ngày hiệu lực."), hint=_("Chọn ngày ghi trong quyết định."), code="on") from None
    return Decree(day, text_in(request.POST, "decision")[:120], text_in(request.POST, "note"))


def text_in(data: Any, name: str, longest: int = LONGEST) -> str:
    """A text that a form sent, without what a database cannot hold."""
    return str(data.get(name, "")).replace("\x00", "").strip()[:longest]
