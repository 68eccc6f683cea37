"""The units of a day, and the numbers of a day with the boundaries of another."""

from datetime import date
from functools import cache
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.clock import today
from khuevan.kernel.dates import school_year_of
from khuevan.kernel.tables import Column, Linked, Table
from khuevan.kernel.text import fold

from ..models import Unit
from ..ports import Days, days_around
from ..queries.report import areas, day_in, grouping_name, groupings_on, offices, report, roots_on
from ..queries.tree import UnitThen, units_on
from .parts import actor_of, levels_of, tabs

PAGE = 50
LONGEST = 80
KINDS = ("school", "site", "commune", "district", "department")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The units in the subtree of the office on a day, with the names, offices and communes of that day."""
    actor = actor_of(request)
    day, kind = day_in(request.GET, "day"), request.GET.get("kind", KINDS[0])
    kind = kind if kind in KINDS else KINDS[0]
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    found = units_on(day, kind=kind, under=roots_on(actor.unit_id, day))
    words = fold(text).split()
    found = [unit for unit in found if _holds(unit, words)] if words else found
    page = Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs("units:index"),
        "day": day,
        "kinds": [(one, _kind(one)) for one in KINDS],
        "kind": kind,
        "text": text,
        "page": page,
        "table": _table(list(page), day),
    }
    return render(request, "units/index.html", context)


@require_GET
@login_required
def numbers(request: HttpRequest) -> HttpResponse:
    """Schools, classes and pupils of a day by office, commune, district or province of another."""
    actor = actor_of(request)
    counted, boundaries = day_in(request.GET, "counted"), day_in(request.GET, "boundaries")
    offered = groupings_on(boundaries)
    by = request.GET.get("by", offered[0])
    by = by if by in offered else offered[0]
    found = report(actor.unit_id, counted, boundaries, by)
    near = Days() if found.total.pupils else days_around(counted)
    context = {
        "tabs": tabs("units:report"),
        "counted": counted,
        "boundaries": boundaries,
        "by": by,
        "groupings": [(one, grouping_name(one)) for one in groupings_on(date.min)],
        "grouping": grouping_name(by),
        "report": found,
        "year": school_year_of(counted),
        "near": [day for day in (near.before, near.after) if day and day <= today()],
    }
    return render(request, "units/report.html", context)


def _holds(unit: UnitThen, words: list[str]) -> bool:
    where = fold(f"{unit.code} {unit.name}")
    return all(word in where for word in words)


def _table(units: list[UnitThen], day: date) -> Table:
    run_by, communes, levels = offices(units, day), areas(units, "commune"), cache(levels_of)
    start, _zero, end = reverse("units:unit", args=[UUID(int=0)]).partition(str(UUID(int=0)))
    heads = _("Mã"), _("Tên"), _("Cấp học"), _("Trực thuộc"), _("Địa bàn")
    lines = [
        (
            one.code,
            Linked(one.name, f"{start}{one.uid}{end}"),
            levels(one.levels) or "–",
            run_by.get(one.id, (0, ""))[1] or "–",
            communes.get(one.id, (0, ""))[1] or "–",
        )
        for one in units
    ]
    return Table([Column(head) for head in heads], lines, name=1)


def _kind(kind: str) -> str:
    return _(str(Unit.Kind(kind).label))
