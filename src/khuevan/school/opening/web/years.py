"""The years of a school, and a year that was opened by plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import Enrolment, SchoolClass, SchoolYear, years_of

from ..api import class_lines, close_year, draft, obstacles, plan_by_uid, reopen_year, totals
from ..models import Plan
from ..queries.plans import latest_outcomes, placements
from ..rules.going_up import WAIT
from .parts import actor_of, rows_of, way


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """All years of the school, and the way to the next one."""
    actor = actor_of(request)
    years = list(_counted(actor.unit_id or 0))
    plans = {one.year: one for one in Plan.objects.filter(school_id=actor.unit_id)}
    latest = max((one.year for one in years), default=None)
    context = {
        "years": [(one, plans.get(one.year), one.year == latest) for one in years],
        "latest": latest,
        "next": latest + 1 if latest else None,
        "draft": plans.get(latest + 1) if latest else None,
        "leads": actor.kind == "leader",
    }
    return render(request, "opening/index.html", context)


def _counted(school_id: int) -> QuerySet[SchoolYear]:
    here = {"school_id": OuterRef("school_id"), "year": OuterRef("year")}
    classes, pupils = SchoolClass.objects.filter(**here), Enrolment.objects.filter(**here, ends_on=None)
    rows = SchoolYear.objects.filter(school_id=school_id).order_by("-year")
    return rows.annotate(classes=_count(classes), pupils=_count(pupils))


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().values("year").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Begin the plan of the next year."""
    actor = actor_of(request)
    return redirect("opening:dates", uid=draft(actor, actor.unit_id or 0).uid)


@require_GET
@login_required
def opened(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A year that was opened by plan: classes, who still waits, undo. A draft begins at its first step."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    if plan.opened_at is None:
        return redirect("opening:dates", uid=uid)
    lines = class_lines(plan)
    waiting = list(placements(plan, Q(decision=WAIT)))
    fresh = latest_outcomes(plan) if waiting else {}
    for one in waiting:
        one.outcome = fresh.get(one.student_id, one.outcome)
    log_access(actor, plan.school_id, [one.student_id for one in waiting], gettext_noop("Xếp lớp năm học mới"))
    old = SchoolYear.objects.filter(school_id=plan.school_id, year=plan.year - 1).first()
    context: dict[str, Any] = {
        "plan": plan,
        "lines": lines,
        "totals": totals(plan),
        "rows": rows_of(waiting, lines, waits=False),
        "obstacles": obstacles(plan),
        "leads": actor.kind == "leader",
        "old": old,
        "crumbs": way(Crumb(year_label(plan.year))),
    }
    return render(request, "opening/opened.html", context)


@require_POST
@login_required
def close(request: HttpRequest, year: int) -> HttpResponse:
    """Close an old year."""
    actor = actor_of(request)
    close_year(actor, _year(actor.unit_id or 0, year))
    messages.success(request, _("Đã đóng năm học %(year)s.") % {"year": year_label(year)})
    return redirect("opening:index")


@require_POST
@login_required
def reopen(request: HttpRequest, year: int) -> HttpResponse:
    """Let an old year be filled in again."""
    actor = actor_of(request)
    reopen_year(actor, _year(actor.unit_id or 0, year))
    messages.success(request, _("Đã mở lại năm học %(year)s.") % {"year": year_label(year)})
    return redirect("opening:index")


def _year(school_id: int, year: int) -> SchoolYear:
    found = next((one for one in years_of(school_id) if one.year == year), None)
    if found is None:
        raise NotFound(_("Trường không có năm học này."))
    return found
