"""Staff with two records: those who look alike, or found by name, telephone or code; two of them put side by side."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..queries.workers import MOST, logins_of, staff_alike, staff_like, work_of
from .parts import actor_of, schools_of, seen, tabs, where

LONGEST = 80


@require_GET
@login_required
def staff(request: HttpRequest) -> HttpResponse:
    """Members of staff who may be one person, or those of a name; two of them are chosen to be compared."""
    actor = actor_of(request)
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    people = staff_like(text) if text else staff_alike()
    ids = [one.pk for one in people]
    names, works, logins = schools_of(people), work_of(ids), logins_of(ids)
    seen(actor, people, "Tìm giáo viên, nhân viên trùng")
    context: dict[str, Any] = {
        "tabs": tabs(actor, "identity:staff"),
        "text": text,
        "lines": [(one, where(one, names), works.get(one.pk, ""), logins.get(one.pk, "")) for one in people],
        "full": len(people) == MOST,
    }
    return render(request, "identity/staff.html", context)
