"""Indicators: which there are, how each has been defined, a new one, another definition."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel.clock import today
from khuevan.kernel.errors import DomainError, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.units.api import day_in

from ..api import MEASURES, Definition, Faulty, Indicator, define, demand, indicators_on, may, versions_of
from .forms import IndicatorForm


@require_GET
@login_required
def indicators(request: HttpRequest) -> HttpResponse:
    """Those that hold on a day."""
    actor = request.actor  # type: ignore[attr-defined]
    demand(actor, "read")
    day = day_in(request.GET, "day")
    context = {"indicators": indicators_on(day), "day": day, "defines": may(actor, "define"), "crumbs": _crumbs()}
    return render(request, "statistics/indicators.html", context)


@require_GET
@login_required
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Every definition of one, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    demand(actor, "read")
    versions = versions_of(code)
    if not versions:
        raise NotFound(_("Không có chỉ tiêu này."), hint=_("Xem danh sách chỉ tiêu."))
    crumbs = _crumbs(Crumb(versions[0].label))
    context = {"one": versions[0], "versions": versions, "defines": may(actor, "define"), "crumbs": crumbs}
    return render(request, "statistics/indicator.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new indicator; with ``from`` another definition of an old one."""
    actor = request.actor  # type: ignore[attr-defined]
    demand(actor, "define")
    wanted = request.GET.get("from", "").replace("\x00", "")
    old = Indicator.objects.filter(code=wanted, valid_to=None).first()
    form = IndicatorForm(request.POST or None, initial=_initial(old))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _defined(request, form):
            return redirect("statistics:indicator", form.cleaned_data["code"])
        status = 422
    title = _("Định nghĩa mới của “%(name)s”") % {"name": old.name} if old else _("Chỉ tiêu mới")
    context = {"form": form, "title": title, "measures": _measures(), "crumbs": _crumbs(Crumb(title))}
    return render(request, "statistics/new.html", context, status=status)


def _defined(request: HttpRequest, form: IndicatorForm) -> bool:
    given = {**form.cleaned_data, "dimensions": tuple(form.cleaned_data["dimensions"])}
    try:
        one = define(request.actor, Definition(**given))  # type: ignore[attr-defined]
    except DomainError as refusal:
        form.add_error("formula" if isinstance(refusal, Faulty) else None, str(refusal))
        return False
    messages.success(request, _("Đã ghi “%(name)s”.") % {"name": one.name})
    return True


def _initial(old: Indicator | None) -> dict[str, object]:
    names = ("code", "name", "unit", "formula", "dimensions", "legal_basis", "owner")
    return {"since": today(), **({name: getattr(old, name) for name in names} if old else {"dimensions": ["school"]})}


def _measures() -> list[tuple[str, str, str]]:
    """Word, what it counts, and what may narrow it."""
    return [(one.code, _(one.title), ", ".join(sorted(one.filters))) for one in MEASURES.values()]


def _crumbs(*more: Crumb) -> list[Crumb]:
    first = Crumb(_("Trung tâm điều hành"), "/ioc/")
    here = Crumb(_("Chỉ tiêu"), reverse("statistics:indicators") if more else "")
    return [first, here, *more]
