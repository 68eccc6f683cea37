"""Guardians with two records: found by name or telephone, two of them put side by side."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..queries.wards import MOST, guardians_like, wards_of
from .parts import actor_of, schools_of, seen, tabs, where

LONGEST = 80


@require_GET
@login_required
def guardians(request: HttpRequest) -> HttpResponse:
    """Who answers for pupils, of one name or telephone; two of them are chosen to be compared."""
    actor = actor_of(request)
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    people = guardians_like(text) if text else []
    names, wards = schools_of(people), wards_of([one.pk for one in people])
    seen(actor, people, "Tìm cha mẹ, người giám hộ")
    context: dict[str, Any] = {
        "tabs": tabs(actor, "identity:guardians"),
        "text": text,
        "lines": [(one, where(one, names), ", ".join(wards.get(one.pk, []))) for one in people],
        "full": len(people) == MOST,
    }
    return render(request, "identity/guardians.html", context)
