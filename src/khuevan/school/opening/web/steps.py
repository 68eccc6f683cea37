"""The steps of a draft: dates, classes, pupils, and what would be written."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel.errors import Invalid
from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import colleagues, grade_name

from ..api import Plan, Wanted, arrange, class_lines, plan_by_uid, set_dates, totals
from ..queries.plans import old_classes, placements, warnings
from ..queries.proposing import stale
from ..rules.calendar import Dates
from ..rules.going_up import SEATED, WAIT
from .parts import actor_of, number, revision, rows_of, step_tabs, way

PER_PAGE = 50
_TO_LOOK_AT = Q(decision=WAIT) | ~Q(decided_by="") | Q(decision__in=SEATED, target=None) | Q(decision="repeat")


def _context(plan: Plan, here: str) -> dict[str, Any]:
    return {"plan": plan, "tabs": step_tabs(plan, here), "crumbs": way(Crumb(_("Năm học %(year)s") % {"year": plan}))}


@require_http_methods(["GET", "POST"])
@login_required
def dates(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Step 1: the dates of the year and its terms."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    if request.method == "POST":
        days = Dates(*(_day(request.POST.get(name, "")) for name in ("starts_on", "second_from", "ends_on")))
        set_dates(actor, plan, revision(request), days)
        return redirect("opening:classes", uid=uid)
    return _shown(request, plan, "dates", {})


def _shown(request: HttpRequest, plan: Plan, here: str, more: dict[str, Any]) -> HttpResponse:
    if plan.opened_at:
        return redirect("opening:plan", uid=plan.uid)
    return render(request, f"opening/{here}.html", _context(plan, here) | more)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Chưa chọn đủ các ngày."), hint=_("Chọn ngày cho cả ba ô rồi lưu.")) from None


@require_http_methods(["GET", "POST"])
@login_required
def classes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Step 2: the classes with their homeroom teachers."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    if request.method == "POST":
        wanted = {
            number(key[4:]): Wanted(name, number(request.POST.get(f"lead{key[4:]}")) or None)
            for key, name in request.POST.items()
            if key.startswith("name")
        }
        arrange(actor, plan, revision(request), wanted, bool(request.POST.get("keep_teachers")))
        messages.success(request, _("Đã lưu các lớp."))
        return redirect("opening:classes", uid=uid)
    lines = class_lines(plan)
    more = {"lines": lines, "people": colleagues(plan.school_id, plan.starts_on), "grades": _grades(lines)}
    return _shown(request, plan, "classes", more)


def _grades(lines: list[Any]) -> list[tuple[int, str]]:
    return [(grade, grade_name(grade)) for grade in dict.fromkeys(line.grade for line in lines)]


@require_GET
@login_required
def pupils(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Step 3: where each pupil goes; first those who need a decision, then class by class."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    chosen = number(request.GET.get("class"))
    found = placements(plan, Q(origin_id=chosen) if chosen else _TO_LOOK_AT)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = class_lines(plan)
    log_access(actor, plan.school_id, [one.student_id for one in page], gettext_noop("Kế hoạch năm học mới"))
    more = {
        "rows": rows_of(page, lines),
        "page": page,
        "classes": old_classes(plan),
        "chosen": chosen,
        "totals": totals(plan),
        "lines": lines,
    }
    return _shown(request, plan, "pupils", more)


@require_GET
@login_required
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Step 4: what would be written, what is odd about it, and the button that opens the year."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    lines, counts = class_lines(plan), totals(plan)
    more = {
        "lines": lines,
        "totals": counts,
        "warnings": warnings(plan, lines, counts),
        "stale": sum(stale(plan.pk)) if plan.opened_at is None else 0,
        "leads": actor.kind == "leader",
    }
    return _shown(request, plan, "preview", more)
