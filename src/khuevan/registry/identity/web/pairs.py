"""The list of pairs, and the search through the province that fills it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Tab

from ..actions.sweeping import order_sweep
from ..models import Pair, Sweep
from ..policies import oversees
from ..queries import said
from ..queries.weights import state_counts
from .parts import actor_of, schools_of, tabs, tone, where

PAGE = 30
State = Pair.State


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Pairs in a state, the likeliest first."""
    actor = actor_of(request)
    wanted = request.GET.get("state", "")
    state = State(wanted) if wanted in State.values else State.OPEN
    counts, here = state_counts(), reverse("identity:index")
    states = [Tab(_(str(one.label)), f"{here}?state={one}", one == state, counts.get(one, 0)) for one in State]
    found = Pair.objects.filter(state=state).select_related("first", "second").order_by("-score", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = schools_of(person for pair in page for person in (pair.first, pair.second))
    for pair in page:
        pair.tone, pair.why = tone(pair.score), [said.reason(code) for code in pair.reasons]
        pair.at = (where(pair.first, names), where(pair.second, names))
    context = {"tabs": tabs(actor, "identity:index"), "states": states, "page": page, "state": state}
    if oversees(actor):
        context |= {"overseer": True, "sweep": Sweep.objects.order_by("-pk").first()}
    return render(request, "identity/index.html", context)


@require_POST
@login_required
def sweep(request: HttpRequest) -> HttpResponse:
    """Search the whole province."""
    order_sweep(actor_of(request))
    messages.success(request, _("Đang tìm trong toàn tỉnh. Có thể đóng trang rồi quay lại."))
    return redirect("identity:index")


@require_GET
@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """The moving part, asked for every second; when the search has ended the page is shown anew."""
    found = Sweep.objects.order_by("-pk").first() if oversees(actor_of(request)) else None
    if found is None:
        raise NotFound(_("Chưa có lần tìm nào."))
    response = render(request, "identity/progress.html", {"sweep": found})
    if found.finished_at:
        response["HX-Refresh"] = "true"
    return response
