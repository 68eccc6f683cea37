"""Alarms: what is beyond its bound, what was, and the rules of the Sở."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from khuevan.insight.statistics.api import TERMS, indicators_on, needs_subject, read_formula
from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.kernel.trail import Crumb

from ..api import Bound, Rule, demand, lift_rule, may, open_alarms, past_alarms, rules, set_rule, take_up, words_of

PAGE = 50


def _lazy(choices: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Choices in the language in which the form is read."""
    return [(value, gettext_lazy(str(label))) for value, label in choices]


class RuleForm(forms.Form):
    """A bound."""

    code = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    by = forms.ChoiceField(label=gettext_lazy("Phạm vi"), choices=_lazy(Rule.By.choices))
    term = forms.TypedChoiceField(label=gettext_lazy("Học kì"), choices=_lazy(TERMS.items()), coerce=int, initial="3")
    sign = forms.ChoiceField(label=gettext_lazy("Khi"), choices=_lazy(Rule.Sign.choices))
    bound = forms.DecimalField(label=gettext_lazy("Ngưỡng"), max_digits=12, decimal_places=2, localize=True)
    owner = forms.CharField(label=gettext_lazy("Người xử lí"), max_length=120)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        found = [one for one in indicators_on(today()) if not needs_subject(read_formula(one.formula))]
        self.fields["code"].choices = [(one.code, one.label) for one in found]  # type: ignore[attr-defined]


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Open alarms, the history, and for the Sở the rules with their form."""
    return _page(request, None)


@require_POST
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """A new rule."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        rule = set_rule(request.actor, Bound(**form.cleaned_data))  # type: ignore[attr-defined]
    except (Invalid, Conflict) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=refusal.status)
    messages.success(request, _("Đã đặt ngưỡng; %(owner)s xử lí khi vượt.") % {"owner": rule.owner})
    return redirect("ioc:alerts")


@require_POST
@login_required
def lift(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Watch a rule no more."""
    lift_rule(request.actor, uid)  # type: ignore[attr-defined]
    messages.success(request, _("Đã bỏ ngưỡng."))
    return redirect("ioc:alerts")


@require_POST
@login_required
def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an alarm up."""
    take_up(request.actor, uid, request.POST.get("note", "").replace("\x00", ""))  # type: ignore[attr-defined]
    messages.success(request, _("Đã ghi: anh chị nhận việc này."))
    return redirect("ioc:alerts")


def _page(request: HttpRequest, form: RuleForm | None, status: int = 200) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    demand(actor, "read")
    sets = may(actor, "set")
    known = {one.code: one for one in indicators_on(today())}
    watched = [(rule, words_of(rule, known[rule.code])) for rule in rules() if rule.code in known] if sets else []
    context = {
        "alarms": [(alarm, may(actor, "take", alarm.school_id)) for alarm in open_alarms()[:PAGE]],
        "past": Paginator(past_alarms(), PAGE).get_page(request.GET.get("page")),
        "rules": watched,
        "sets": sets,
        "form": form or (RuleForm() if sets else None),
        "crumbs": [Crumb(_("Trung tâm điều hành"), reverse("ioc:board")), Crumb(_("Cảnh báo"))],
    }
    return render(request, "ioc/alerts.html", context, status=status)
