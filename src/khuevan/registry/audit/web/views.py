"""Who has looked."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from khuevan.registry.people.api import Person

from ..queries.accesses import accesses


@login_required
def access(request: HttpRequest) -> HttpResponse:
    """The looks at the data of one's children (Luật 91/2025/QH15, Art. 4)."""
    students = request.actor.student_ids  # type: ignore[attr-defined]
    names = dict(Person.objects.filter(pk__in=students).values_list("pk", "full_name"))
    page = Paginator(accesses(students), getattr(request, "per_page", 30)).get_page(request.GET.get("page"))
    for row in page:
        row.pupil = names.get(row.student_id, "")
    return render(request, "audit/access.html", {"page": page})
