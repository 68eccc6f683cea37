"""The page of the whole province: what is kept of it, with its moment, and how far a newer count is."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.school.enrolment.api import Subject
from khuevan.school.gradebook.api import WantedResults

from ..actions.keeping import Kept, kept
from ..api import stage_of_all, years_of_all
from ..queries.province import Answer, Question, anomalies_in, answer, schools_in, spreads_in
from ..rules.anomalies import bars_of
from .asking import number
from .choosing import by_of, chosen, frame, kind_of, page_of, part_of, spread_table
from .filled_rows import filled_rows
from .years import year_tabs

POLLED, SINCE = "counted", "since"
"""In the address of what the page asks by itself: the state that it shows, and the moment of its figures."""


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
    primary = kind_of(request, kinds) if "kind" in request.GET else False
    part = part_of(request, primary, term * 2 if primary else term)
    ways = ["completion", "subject", "grade", "school", *([] if primary else ["anomalies"])]
    by = by_of(request, ways)
    wanted = WantedResults(year or 0, part, primary, None, request.GET.get("subject"), number(request, "grade"))
    wanted, grades = chosen(wanted, range(1, 13))
    found = _kept(actor, _question(by, wanted))
    moving = _moving(request, found)
    if POLLED in request.GET:
        return _polled(request, found, moving)
    context = frame(request, ways, by, primary, part, kinds) | {"year": year, "unit_name": actor.unit_name}
    context["years"] = year_tabs(years, year, context["kind"], by)
    context |= {"kept": found, **moving, "crumbs": [Crumb(_("Phân tích toàn tỉnh"))]}
    if found.answer is not None:
        context |= _shown(request, by, found.answer, wanted, grades)
    return render(request, "analysis/province.html", context)


def _question(by: str, wanted: WantedResults) -> Question:
    """What is to be counted; what makes no difference is left out, so that it is counted once."""
    if by == "completion":
        return Question(by, wanted.year, (wanted.part + 1) // 2 if wanted.primary else min(wanted.part, 2))
    if by == "anomalies":
        return Question(by, wanted.year, wanted.part)
    subject = wanted.subject if by != "subject" else None
    if subject and not Subject.objects.filter(pk=subject).exists():
        subject = None
    return Question(by, wanted.year, wanted.part, wanted.primary, subject, wanted.grade)


def _kept(actor: Actor, question: Question) -> Kept:
    """Everybody who sees the province sees the same count; a commune's schools are counted at once."""
    return kept(question) if scope_of(actor).audience == "province" else Kept(answer(question), None)


def _shown(request: HttpRequest, by: str, found: Answer, wanted: WantedResults, grades: list[int]) -> dict[str, Any]:
    page = page_of(request, found["lines"])
    if by == "completion":
        page.object_list = schools_in(page.object_list)
        rows = filled_rows(page.object_list, wanted.year)
        return {"page": page, "rows": rows, "done": found["done"], "all": len(found["lines"])}
    if by == "anomalies":
        page.object_list = anomalies_in(page.object_list)
        return {"page": page, "bars": bars_of(wanted.year)}
    return {"page": page, **spread_table(spreads_in(found, page.object_list), by, wanted, grades)}


def _moving(request: HttpRequest, found: Kept) -> dict[str, Any]:
    """Where the page asks whether there is a newer count, and its own address."""
    asked = request.GET.copy()
    since = asked.pop(SINCE, [found.at.isoformat() if found.at else ""])[-1]
    asked.pop(POLLED, None)
    here = f"{request.path}?{asked.urlencode()}"
    asked[POLLED], asked[SINCE] = found.state, since
    return {"here": here, "poll": f"{request.path}?{asked.urlencode()}"}


def _polled(request: HttpRequest, found: Kept, moving: dict[str, Any]) -> HttpResponse:
    """The line above the figures, where it has changed. A page without figures is opened anew when there are some; one
    that somebody reads offers the newer ones."""
    if found.state == request.GET[POLLED]:
        return HttpResponse(status=204)
    response = render(request, "analysis/parts/counted.html", {"kept": found, "newer": True, **moving})
    if found.state == "ready" and not request.GET.get(SINCE):
        response["HX-Refresh"] = "true"
    return response
