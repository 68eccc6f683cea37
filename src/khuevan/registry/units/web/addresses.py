"""Old addresses as new ones: one, or a pasted list."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel.errors import Invalid, NotFound

from ..policies import oversees
from ..queries.addresses import convert_all
from ..rules.addresses import Conversion
from .parts import tabs

MOST = 1000
SHOWN = 8
STAFF = ("teacher", "leader", "clerk", "authority")


@dataclass(frozen=True)
class Choice:
    """A commune in which the address may lie, with the reason in words."""

    name: str
    code: str
    reason: str


@dataclass(frozen=True)
class Line:
    """An address with what it became."""

    said: Conversion
    choices: tuple[Choice, ...]
    more: int
    doubts: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """A line an address; what is sure, what is in doubt and why."""
    actor = getattr(request, "actor", None)
    if getattr(actor, "kind", "") not in STAFF:
        raise NotFound(_("Không tìm thấy trang này."))
    text = (request.POST.get("text", "") if request.method == "POST" else request.GET.get("q", "")).replace("\x00", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        words = _("Mỗi lần đổi được tối đa %(n)d địa chỉ.") % {"n": MOST}
        raise Invalid(words, hint=_("Chia danh sách thành nhiều lần."), code="too_many")
    found = [_line(said) for said in convert_all(lines)] if lines else []
    context: dict[str, Any] = {
        "tabs": tabs("units:addresses") if oversees(actor) else [],
        "text": "\n".join(lines),
        "lines": found,
        "sure": sum(line.said.sure for line in found),
        "doubtful": sum(bool(line.choices) and not line.said.sure for line in found),
        "unknown": sum(not line.choices for line in found),
    }
    return render(request, "units/addresses.html", context)


def _line(said: Conversion) -> Line:
    reasons, doubts = _reasons(), _doubts()
    choices = tuple(
        Choice(one.place.full, one.place.code, reasons[one.reason] % {"old": one.old.full if one.old else ""})
        for one in said.candidates[:SHOWN]
    )
    more = max(0, len(said.candidates) - SHOWN)
    return Line(said, choices, more, tuple(doubts[doubt] for doubt in said.doubts))


def _reasons() -> dict[str, str]:
    return {
        "whole": _("toàn bộ %(old)s nay thuộc đơn vị này"),
        "main": _("phần lớn %(old)s nay thuộc đơn vị này"),
        "part": _("một phần %(old)s nay thuộc đơn vị này"),
        "present": _("đã là địa chỉ mới"),
        "district": _("%(old)s có phần nay thuộc đơn vị này"),
    }


def _doubts() -> dict[str, str]:
    return {
        "split": _("Xã, phường cũ đã chia cho nhiều đơn vị mới: phải biết nhà ở đâu mới chọn được."),
        "several": _("Có nhiều xã, phường cũ cùng tên."),
        "no_province": _("Thiếu tên tỉnh, thành phố."),
        "no_district": _("Thiếu tên quận, huyện."),
        "unknown_district": _("Quận, huyện này không còn vào tháng 6/2025."),
        "no_commune": _("Không đọc được xã, phường; đây là các đơn vị mới trên địa bàn quận, huyện cũ."),
        "other_kind": _("Loại đơn vị viết khác với danh mục (xã, phường, thị trấn)."),
        "loose": _("Tên xã, phường viết liền với đường, nên có thể đọc nhầm."),
        "era": _("Có cả xã, phường mới và cũ cùng tên ở hai nơi khác nhau."),
        "nothing": _("Không nhận ra địa danh nào."),
    }
