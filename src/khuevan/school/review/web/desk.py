"""The Sở's desk: how far every school is, who is late, what the checks found; deadlines."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.errors import Invalid
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import scope_of
from khuevan.registry.units.api import GROUPINGS, day_in, grouping_name, groupings_on

from ..api import (
    LEVELS,
    SchoolLine,
    batch_lines,
    deadlines_of,
    desk,
    judges,
    looked_for,
    order_checks,
    running,
    set_deadlines,
    unit_lines,
    years_known,
)
from .parts import actor_of, numbers, way, year_in, year_tabs
from .tables import school_table, unit_table

PAGE, LONGEST = 50, 80
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Numbers of all schools of a year: by level, by unit, school by school; those who are late first."""
    actor = actor_of(request, "authority")
    known = years_known()
    year = year_in(request, known)
    level = request.GET.get("level", "")
    level = level if level in LEVELS else ""
    due = deadlines_of(year)
    found = desk(year, due, level, whole=scope_of(actor).audience == "province")
    late, text = request.GET.get("late") == "1", request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    context = {
        "year": year,
        "years": year_tabs(known, year),
        "level": level,
        "levels": [(code, _(name)) for code, name in LEVELS.items()],
        "late": late,
        "text": text,
        "late_schools": found.late,
        "total": found.total,
        "by_level": found.levels,
        "counted_at": found.counted_at,
        "runs": _runs(year),
        "judges": judges(actor),
        **_listed(request, found.lines, year, late, text),
    }
    return render(request, "review/index.html", context)


@require_POST
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """Let what the given schools have sent, or all, be checked anew."""
    actor = actor_of(request, "authority")
    year = year_in(request, years_known())
    asked = numbers(request.POST.getlist("school")) or _all_sent(year)
    begun = order_checks(actor, year, asked)
    if begun:
        messages.success(request, _("Đang kiểm tra học bạ của %(n)d trường.") % {"n": begun})
    else:
        messages.info(request, _("Không có gì để kiểm tra: trường chưa gửi, hoặc đang được kiểm tra."))
    back = request.POST.get("back", "")
    address = reverse("review:school", args=[back]) if UID.fullmatch(back) else reverse("review:index")
    return redirect(f"{address}?year={year}")


@require_GET
@login_required
def batches(request: HttpRequest) -> HttpResponse:
    """What the schools sign and issue at this moment, and have lately; the list asks again while something runs."""
    actor = actor_of(request, "authority")
    known = years_known()
    year = year_in(request, known)
    lines = batch_lines(year)
    running_now = [line for line in lines if line.running]
    context = {
        "year": year,
        "years": year_tabs(known, year),
        "lines": lines,
        "running": running_now,
        "done": sum(line.batch.worked for line in running_now),
        "total": sum(line.batch.total for line in running_now),
        "crumbs": way(actor, Crumb(_("Ký và phát hành"))),
    }
    part = request.headers.get("HX-Request") == "true" and request.GET.get("part") == "list"
    return render(request, "review/batch_list.html" if part else "review/batches.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def deadlines(request: HttpRequest) -> HttpResponse:
    """Until when each level sends; set by the Sở, read by every authority."""
    actor = actor_of(request, "authority")
    known = years_known()
    year = year_in(request, known)
    given = {level: str(day) for level, day in deadlines_of(year).items()}
    error = None
    if request.method == "POST":
        given = {level: request.POST.get(f"due-{level}", "").strip()[:20] for level in LEVELS}
        try:
            changed = set_deadlines(actor, year, {level: _day(text) for level, text in given.items()})
        except Invalid as refusal:
            error = refusal
        else:
            messages.success(request, _("Đã ghi %(n)d hạn nộp. Các trường thấy ngay.") % {"n": changed})
            return redirect(f"{reverse('review:index')}?year={year}")
    held = deadlines_of(year)
    context = {
        "year": year,
        "years": year_tabs(known, year),
        "rows": [(level, _(name), held.get(level), given.get(level, "")) for level, name in LEVELS.items()],
        "error": error,
        "judges": judges(actor),
        "crumbs": way(actor, Crumb(_("Hạn nộp"))),
    }
    return render(request, "review/deadlines.html", context, status=error.status if error else 200)


def _all_sent(year: int) -> list[int]:
    return [line.school.id for line in desk(year, {}).lines if line.numbers.sent]


def _runs(year: int) -> dict[str, int]:
    """All checks that are under way, as one bar."""
    found = running(year)
    return {"schools": len(found), "done": sum(run.done for run in found), "total": sum(run.total for run in found)}


def _listed(request: HttpRequest, lines: Sequence[SchoolLine], year: int, late: bool, text: str) -> dict[str, Any]:
    """The schools that are looked for, page by page; or all by unit, with the boundaries of a day."""
    boundaries, by = day_in(request.GET, "boundaries"), request.GET.get("by", "")
    by = by if by in groupings_on(boundaries) else ""
    context = {"boundaries": boundaries, "by": by, "groupings": [(one, grouping_name(one)) for one in GROUPINGS]}
    found = looked_for([line for line in lines if line.late] if late else lines, text)
    if by:
        units, head = unit_lines(found, year, boundaries, by), grouping_name(by)
        return context | {"units": units, "grouping": head, "table": unit_table(units, head, year, by)}
    page = Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    return context | {"page": page, "table": school_table(page, year)}


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            _("“%(text)s” không phải là ngày.") % {"text": text[:20]},
            hint=_("Chọn ngày trong lịch, hoặc ghi năm-tháng-ngày."),
        ) from None
