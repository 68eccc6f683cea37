"""Pages of a school and of the province: how far the books are, how results spread."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import years_of
from khuevan.school.gradebook.api import (
    LAST_PRIMARY_GRADE,
    Anomaly,
    WantedResults,
    anomalies,
    completion,
    part_name,
    progress,
    stage_of,
)

from ..api import Spreads, filled_by, grades_of, may, spreads_of, stage_of_all, years_of_all
from ..rules.anomalies import Bars, bars_of
from .asking import number
from .keeping import kept
from .spread_rows import spread_rows
from .words import BANDS, LEVEL_BANDS
from .years import year_tabs

YEAR = 3
PAGE = 50
WAYS = {
    "completion": gettext_lazy("Mức hoàn thành"),
    "subject": gettext_lazy("Theo môn"),
    "grade": gettext_lazy("Theo khối"),
    "class": gettext_lazy("Theo lớp"),
    "teacher": gettext_lazy("Theo giáo viên"),
    "school": gettext_lazy("Theo trường"),
    "anomalies": gettext_lazy("Điều đáng hỏi"),
}


@require_GET
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The actor's own school."""
    actor = request.actor  # type: ignore[attr-defined]
    return _school(request, Unit.objects.filter(pk=actor.unit_id, kind="school").first())


@require_GET
@login_required
def school(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A school, for whoever oversees it."""
    return _school(request, Unit.objects.filter(uid=uid, kind="school").first())


def _school(request: HttpRequest, one: Unit | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if one is None or not may(actor, "read", one):
        raise NotFound(_("Không tìm thấy trường này."), hint=_("Trang này dành cho lãnh đạo trường và cấp trên."))
    stage = stage_of(one.pk, localdate(), year=number(request, "year"))
    grades = grades_of(one.pk, stage.year)
    kinds = sorted({grade <= LAST_PRIMARY_GRADE for grade in grades}, reverse=True)
    primary = _kind(request, kinds)
    part = _part(request, primary, stage.period if primary else stage.term)
    teachers = may(actor, "teachers", one)
    ways = ["completion", "subject", "grade", "class", *(["teacher"] if teachers else [])]
    ways += ["anomalies"] if teachers and not primary else []
    by = _by(request, ways)
    context = _frame(request, ways, by, primary, part, kinds) | {"unit": one, "year": stage.year, "teachers": teachers}
    context["years"] = year_tabs([one.year for one in years_of(one.pk)], stage.year, context["kind"], by)
    context["young"] = not grades
    if by == "completion":
        term, period = ((part + 1) // 2, part) if primary else (min(part, 2), 2 * min(part, 2))
        books = progress(one.pk, stage.year, term, period)
        context |= {"classes": filled_by(books, "class_name")}
        context |= {"people": filled_by(books, "teacher") if teachers else []}
    elif by == "anomalies":
        bars = bars_of(stage.year)
        context |= _asked_about(request, anomalies(stage.year, part, bars, one.pk), bars)
    else:
        wanted = WantedResults(stage.year, part, primary, one.pk, request.GET.get("subject"), number(request, "grade"))
        wanted, grades = _wanted(wanted, grades)
        context |= _spread(spreads_of(wanted, by), by, wanted, grades)
    above = [Crumb(_("Toàn tỉnh"), reverse("analysis:province"))] if actor.kind == "authority" else []
    context["crumbs"] = [*above, Crumb(one.name)]
    return render(request, "analysis/school.html", context)


@require_GET
@login_required
def province(request: HttpRequest) -> HttpResponse:
    """All schools that an authority oversees."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "authority":
        raise NotFound(_("Trang này dành cho cơ quan quản lý."))
    years, asked = years_of_all(), number(request, "year")
    year, term = stage_of_all(localdate(), asked if asked in years else None)
    kinds = [True, False]
    primary = _kind(request, kinds) if "kind" in request.GET else False
    part = _part(request, primary, term * 2 if primary else term)
    ways = ["completion", "subject", "grade", "school", *([] if primary else ["anomalies"])]
    by = _by(request, ways)
    context = _frame(request, ways, by, primary, part, kinds) | {"year": year, "unit_name": actor.unit_name}
    context["years"] = year_tabs(years, year, context["kind"], by)
    if by == "completion":
        term = (part + 1) // 2 if primary else min(part, 2)
        found, at = kept(actor, (by, year, term), lambda: completion(year or 0, term))
        context["page"] = Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
        context |= {"done": sum(one.state == "done" for one in found), "all": len(found)}
    elif by == "anomalies":
        bars = bars_of(year or 0)
        found, at = kept(actor, (by, year, part, bars), lambda: anomalies(year or 0, part, bars, None))
        context |= _asked_about(request, found, bars)
    else:
        subject, grade = request.GET.get("subject"), number(request, "grade")
        wanted, grades = _wanted(WantedResults(year or 0, part, primary, None, subject, grade), range(1, 13))
        found, at = kept(actor, (by, wanted), lambda: spreads_of(wanted, by))
        page = Paginator(found.lines, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
        context |= _spread(replace(found, lines=list(page)), by, wanted, grades) | {"page": page}
    context["counted_at"] = at
    return render(request, "analysis/province.html", context | {"crumbs": [Crumb(_("Phân tích toàn tỉnh"))]})


def _asked_about(request: HttpRequest, found: Sequence[Anomaly], bars: Bars) -> dict[str, Any]:
    """Books worth asking about, page by page; no pupil is named, who opens a book is noted there."""
    page = Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    return {"page": page, "bars": bars}


def _wanted(wanted: WantedResults, known: Iterable[int]) -> tuple[WantedResults, list[int]]:
    """What can be asked for, and the grades to choose from."""
    grades = [grade for grade in known if (grade <= LAST_PRIMARY_GRADE) == wanted.primary]
    if wanted.grade not in grades:
        wanted = wanted._replace(grade=None)
    subject = (wanted.subject or "").replace("\x00", "")[:12]
    return wanted._replace(subject=subject or None), grades


def _spread(found: Spreads, by: str, wanted: WantedResults, grades: list[int]) -> dict[str, Any]:
    bands = LEVEL_BANDS if wanted.primary else BANDS
    said = {"found": found, "bands": bands, "grades": grades, "grade": wanted.grade}
    averages = not wanted.primary
    return said | {"averages": averages, "rows": spread_rows(found.lines, by, averages, wanted.year)}


def _frame(
    request: HttpRequest, ways: list[str], by: str, primary: bool, part: int, kinds: list[bool]
) -> dict[str, Any]:
    """What all these pages have: ways to look, terms or periods, kinds of school."""
    kind, year = "primary" if primary else "secondary", number(request, "year")
    of_year = f"&year={year}" if year else ""
    here = f"?kind={kind}{of_year}"
    parts = range(1, 5) if primary else range(1, 4)
    return {
        "by": by,
        "kind": kind,
        "part": part,
        "part_name": part_name(primary, part),
        "ways": [Tab(str(WAYS[way]), f"{here}&term={part}&by={way}", way == by) for way in ways],
        "tabs": [Tab(part_name(primary, one), f"{here}&term={one}&by={by}", one == part) for one in parts],
        "kinds": [
            Tab(name, f"?kind={code}&by={by}{of_year}", (code == "primary") == primary)
            for code, name in (("primary", _("Tiểu học")), ("secondary", _("Trung học")))
        ]
        if len(kinds) > 1
        else [],
    }


def _kind(request: HttpRequest, kinds: list[bool]) -> bool:
    wanted = request.GET.get("kind") == "primary"
    return wanted if wanted in kinds else bool(kinds and kinds[0])


def _part(request: HttpRequest, primary: bool, usual: int) -> int:
    wanted = number(request, "term")
    return wanted if wanted is not None and 1 <= wanted <= (4 if primary else YEAR) else usual


def _by(request: HttpRequest, ways: list[str]) -> str:
    wanted = request.GET.get("by", "")
    return wanted if wanted in ways else ways[0]
