"""Global search: one box, answers grouped by kind, within the actor's scope."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from khuevan.kernel import search

LONGEST = 80
"""Letters of a query that are looked at; a name is never longer."""


@require_GET
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """The results page, or only the results when the search box asks while somebody types."""
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    typing = bool(getattr(request, "htmx", False))
    limit = 5 if typing else 20
    context = {"text": text, "groups": search.look(getattr(request, "actor", None), text, limit)}
    return render(request, "shells/results.html" if typing else "shells/search.html", context)
