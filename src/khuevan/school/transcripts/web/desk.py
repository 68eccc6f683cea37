"""The Sở's desk: what came in, by school; take in many, open one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Tab

from ..actions.delivery import accept
from ..policies import STATES
from ..queries.desk import SHOWN, SchoolLine, incoming, school_lines, silent_school, years
from .parts import actor_of, numbers, state

PAGE = 50


@require_GET
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Schools with their counts, and transcripts one by one: by school, state, name."""
    actor = actor_of(request, "authority")
    known = years(actor)
    year = _number(request, "year") or (known[0] if known else None)
    lines = school_lines(actor, year)
    wanted = request.GET.get("state", SHOWN[0])
    wanted = wanted if wanted in SHOWN else SHOWN[0]
    asked = _number(request, "school")
    school = next((line for line in lines if line.id == asked), None)
    if asked and not school:
        school = silent_school(actor, asked)
    text = request.GET.get("q", "").replace("\x00", "")[:80].strip()
    found = incoming(actor, year=year, school=school.id if school else None, state=wanted, text=text)
    page = Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    counts = {name: sum(line.counts.get(name, 0) for line in ([school] if school else lines)) for name in SHOWN}
    context = {
        "lines": lines,
        "school": school,
        "state": state(wanted),
        "wanted": wanted,
        "year": year,
        "years": [Tab(year_label(other), f"?year={other}", other == year) for other in known],
        "text": text,
        "page": page,
        "tabs": [Tab(_(STATES[name]), _address(year, school, name), name == wanted, counts[name]) for name in SHOWN],
        "judges": bool(actor.role and actor.role.unit_kind == "department"),
    }
    return render(request, "transcripts/desk.html", context)


@require_POST
@login_required
def accept_many(request: HttpRequest) -> HttpResponse:
    """Take in the ticked transcripts."""
    count = accept(actor_of(request, "authority"), numbers(request, "version"))
    messages.success(request, _("Đã tiếp nhận %(n)d học bạ.") % {"n": count})
    asked = {name: _whole(request.POST.get(name, "")) for name in ("school", "year")}
    chosen = urlencode({name: number for name, number in asked.items() if number})
    return redirect(reverse("transcripts:desk") + (f"?{chosen}" if chosen else ""))


def _number(request: HttpRequest, name: str) -> int | None:
    return _whole(request.GET.get(name, ""))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _address(year: int | None, school: SchoolLine | None, name: str) -> str:
    of_year = f"&year={year}" if year else ""
    of_school = f"&school={school.id}" if school else ""
    return f"?state={name}{of_year}{of_school}"
