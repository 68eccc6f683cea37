"""How complete the schools in an authority's charge are, as counted last."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.units.api import GROUPINGS, day_in, grouping_name, groupings_on

from ..api import count_all
from ..queries.schools import ORDERS, SchoolScore, counted, school_scores, unit_scores
from .parts import kind_in, kind_tabs
from .tables import school_table, unit_table

PAGE, LONGEST = 50, 80


@require_GET
@login_required
def schools(request: HttpRequest) -> HttpResponse:
    """Schools, or their units with the boundaries of a day, by score or another column, page by page."""
    actor = _authority(request)
    kind, sort = kind_in(request.GET.get("kind", "")), request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "score"
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    scope = scope_of(actor)
    count = counted(kind, (scope.audience, scope.schools))
    boundaries, by = day_in(request.GET, "boundaries"), request.GET.get("by", "")
    by = by if by in groupings_on(boundaries) else ""
    context = {
        "kind": kind,
        "tabs": kind_tabs("profiles:schools", kind),
        "sort": sort,
        "sorts": _sorts(),
        "text": text,
        "boundaries": boundaries,
        "by": by,
        "groupings": [(one, grouping_name(one)) for one in GROUPINGS],
        "counted_at": count.at,
        "counts": _counts(actor),
    }
    if by:
        page = _page(request, unit_scores(count, sort, boundaries, by, text))
        context |= {"page": page, "table": unit_table(page, grouping_name(by), kind, by), "grouping": grouping_name(by)}
    else:
        page = _page(request, school_scores(count, sort, text))
        context |= {"page": page, "table": school_table(page, kind)}
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


def _page(request: HttpRequest, found: Sequence[SchoolScore]) -> Page[SchoolScore]:
    return Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))


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
