"""How complete the schools in an authority's charge are, as counted last."""

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
from ..queries.scores import ORDERS, in_order, looked_for, school_scores, unit_scores
from .parts import kind_in, kind_tabs
from .tables import school_table, unit_table

PAGE, LONGEST = 50, 80


@require_GET
@login_required
def schools(request: HttpRequest) -> HttpResponse:
    """Schools by score, or by another column, page by page; or all by unit with the boundaries of a day."""
    actor = _authority(request)
    kind, sort = kind_in(request.GET.get("kind", "")), request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "score"
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    scores = school_scores(kind)
    found = looked_for(scores, text) if text else scores
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
        "counted_at": min((one.counted_at for one in scores), default=None),
        "counts": _counts(actor),
    }
    if by:
        table = unit_table(unit_scores(found, boundaries, by, sort), grouping_name(by), kind, by)
        context |= {"table": table, "grouping": grouping_name(by)}
    else:
        per_page = getattr(request, "per_page", PAGE)
        page = Paginator(in_order(found, sort), per_page).get_page(request.GET.get("page"))
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
