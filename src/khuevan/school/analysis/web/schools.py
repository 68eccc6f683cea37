"""Pages of a school: how far the books are, how results spread, what is worth asking about."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import years_of
from khuevan.school.gradebook.api import LAST_PRIMARY_GRADE, WantedResults, anomalies, progress, stage_of

from ..api import filled_by, grades_of, may, spreads_of
from ..rules.anomalies import bars_of
from .asking import number
from .choosing import by_of, chosen, frame, kind_of, page_of, part_of, spread_table
from .years import year_tabs


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
    primary = kind_of(request, kinds)
    part = part_of(request, primary, stage.period if primary else stage.term)
    teachers = may(actor, "teachers", one)
    ways = ["completion", "subject", "grade", "class", *(["teacher"] if teachers else [])]
    ways += ["anomalies"] if teachers and not primary else []
    by = by_of(request, ways)
    context = frame(request, ways, by, primary, part, kinds) | {"unit": one, "year": stage.year, "teachers": teachers}
    context["years"] = year_tabs([one.year for one in years_of(one.pk)], stage.year, context["kind"], by)
    context["young"] = not grades
    if by == "completion":
        term, period = ((part + 1) // 2, part) if primary else (min(part, 2), 2 * min(part, 2))
        books = progress(one.pk, stage.year, term, period)
        context |= {"classes": filled_by(books, "class_name")}
        context |= {"people": filled_by(books, "teacher") if teachers else []}
    elif by == "anomalies":
        bars = bars_of(stage.year)
        context |= {"page": page_of(request, anomalies(stage.year, part, bars, one.pk)), "bars": bars}
    else:
        wanted = WantedResults(stage.year, part, primary, one.pk, request.GET.get("subject"), number(request, "grade"))
        wanted, grades = chosen(wanted, grades)
        context |= spread_table(spreads_of(wanted, by), by, wanted, grades)
    above = [Crumb(_("Toàn tỉnh"), reverse("analysis:province"))] if actor.kind == "authority" else []
    context["crumbs"] = [*above, Crumb(one.name)]
    return render(request, "analysis/school.html", context)
