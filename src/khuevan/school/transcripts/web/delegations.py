"""Who signs for the principal: the list, and the principal's form."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb

from ..actions.delegating import delegate, withdraw_delegation
from ..models import Delegation
from ..policies import HEADS
from ..queries.delegations import delegations, deputies_of, standing_of
from .parts import actor_of, numbers, way

STANDINGS = {
    "current": (gettext_lazy("Đang có hiệu lực"), "success", "check"),
    "coming": (gettext_lazy("Chưa đến ngày"), "info", "clock"),
    "past": (gettext_lazy("Đã hết hạn"), "neutral", "clock"),
    "withdrawn": (gettext_lazy("Đã thu hồi"), "danger", "ban"),
}


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """What is delegated, was and will be; for the principal also the form."""
    actor = actor_of(request, "leader", "clerk")
    school = actor.unit_id or 0
    gives = actor.kind == "leader" and actor.title.startswith(HEADS)
    context = {
        "rows": [(one, *STANDINGS[standing_of(one)]) for one in delegations(school)],
        "gives": gives,
        "deputies": deputies_of(school, actor.person_id) if gives else [],
        "forms": Delegation.Form.choices,
        "today": today(),
        "crumbs": way(Crumb(_("Uỷ quyền ký"))),
    }
    return render(request, "transcripts/delegations.html", context)


@require_POST
@login_required
def give(request: HttpRequest) -> HttpResponse:
    """Delegate to a leader of the school."""
    actor = actor_of(request, "leader")
    person = next(iter(numbers(request, "person")), 0)
    days = _day(request, "starts_on"), _day(request, "ends_on")
    delegate(actor, person, *days, request.POST.get("decision_no", ""), request.POST.get("form", ""))
    messages.success(request, _("Đã lập uỷ quyền."))
    return redirect("transcripts:delegations")


@require_POST
@login_required
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a delegation back."""
    actor = actor_of(request, "leader")
    one = Delegation.objects.filter(school_id=actor.unit_id, uid=uid).first()
    if one is None:
        raise NotFound(_("Không có uỷ quyền này."))
    withdraw_delegation(actor, one.pk, request.POST.get("reason", ""))
    messages.success(request, _("Đã thu hồi uỷ quyền. Những gì đã ký trước lúc này vẫn có giá trị."))
    return redirect("transcripts:delegations")


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise Invalid(_("Ngày chưa đúng."), hint=_("Chọn đủ hai ngày."), code="delegation_days") from None
