"""How complete the schools in an authority's charge are, as counted last."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import GROUPINGS, day_in, grouping_name, groupings_on

from ..api import count_all
from ..queries.scores import ORDERS, SchoolScore, school_scores, unit_scores
from .parts import kind_in, kind_tabs, tenths

PAGE = 50


@require_GET
@login_required
def schools(request: HttpRequest) -> HttpResponse:
    """Schools by score, or by another column; and the same by unit with the boundaries of a day."""
    actor = _authority(request)
    kind, sort = kind_in(request.GET.get("kind", "")), request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "score"
    lines = school_scores(kind, sort)
    boundaries, by = day_in(request.GET, "boundaries"), request.GET.get("by", "")
    by = by if by in groupings_on(boundaries) else ""
    page = Paginator(lines, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "tabs": kind_tabs("profiles:schools", kind),
        "sort": sort,
        "sorts": _sorts(),
        "boundaries": boundaries,
        "by": by,
        "groupings": [(one, grouping_name(one)) for one in GROUPINGS],
        "grouping": grouping_name(by) if by else "",
        "units": [_shown(one) for one in unit_scores(lines, boundaries, by)] if by else [],
        "page": page,
        "rows": [_shown(one) for one in page],
        "counted_at": min((one.counted_at for one in lines), default=None),
        "counts": _counts(actor),
    }
    return render(request, "profiles/schools.html", context)


@require_POST
@login_required
def count(request: HttpRequest) -> HttpResponse:
    """Count all schools anew."""
    actor = _authority(request)
    if not _counts(actor):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    messages.success(request, _("Đã đếm lại hồ sơ của %(n)d trường.") % {"n": count_all()})
    return redirect(reverse("profiles:schools"))


def _authority(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "authority":
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def _counts(actor: Actor) -> bool:
    """Only who sees every school may have them all counted."""
    return bool(actor.role and actor.role.unit_kind in ("department", "ministry"))


def _sorts() -> list[tuple[str, str]]:
    return [
        ("score", _("Điểm, thấp trước")),
        ("complete", _("Mức đầy đủ, thấp trước")),
        ("number", _("Chưa có số định danh, nhiều trước")),
        ("wrong", _("Có chỗ mâu thuẫn, nhiều trước")),
        ("name", _("Tên trường")),
    ]


def _shown(one: SchoolScore) -> dict[str, Any]:
    return {"it": one, "score": tenths(one.tenths)}
