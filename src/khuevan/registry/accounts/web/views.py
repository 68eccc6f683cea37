"""Pages about one's own account."""

from allauth.account import views as account
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel.errors import NotFound

from .middleware import ACTING_AS


def log_out(request: HttpRequest) -> HttpResponse:
    """Log out. Where the page could not empty its vault (``islands/outbox``), the browser is told to."""
    response: HttpResponse = account.logout(request)
    if request.method == "POST" and "wiped" not in request.POST:
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


@login_required
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Go on in another of one's own roles."""
    wanted = request.POST.get("assignment", "")
    role = next((r for r in request.actor.assignments if str(r.id) == wanted), None)  # type: ignore[attr-defined]
    if role is None:
        raise NotFound(_("Bạn không có vai trò này."), hint=_("Hãy chọn một vai trò trong danh sách của bạn."))
    request.session[ACTING_AS] = role.id
    messages.success(request, _("Bạn đang làm việc với vai trò %(role)s.") % {"role": _(role.kind_label).lower()})
    return redirect("home")
