"""The units of a day, and the numbers of a day with the boundaries of another."""

from collections.abc import Sequence
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

from ..models import Unit
from ..ports import Days, days_around
from ..queries.listing import listed
from ..queries.report import areas, day_in, grouping_name, groupings_on, offices, report, roots_on
from ..queries.tree import UnitThen
from .parts import actor_of, levels_of, page_in, tabs

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
    size, wanted = getattr(request, "per_page", PAGE), page_in(request)
    found = listed(day, kind, roots_on(actor.unit_id, day), text, (wanted - 1) * size, size)
    context = {
        "tabs": tabs("units:index"),
        "day": day,
        "kinds": [(one, _kind(one)) for one in KINDS],
        "kind": kind,
        "text": text,
        "page": Paginator(range(found.total), size).get_page(wanted),
        "table": _table(found.units, day),
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


def _table(units: Sequence[UnitThen], day: date) -> Table:
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
