"""Views under a name, and getting them by e-mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import scope_of

from ..actions.views import KEPT
from ..api import (
    Subscription,
    demand,
    drop_view,
    may,
    opened,
    save_view,
    subscribe,
    subscriptions_of,
    token_of,
    unsubscribe,
    views_of,
)
from .asking import asked
from .board import WIDGETS, shown_in


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Named views, a form for what the address shows, and what one gets by e-mail."""
    return _page(request, None, request.GET)


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep a view."""
    actor, given = request.actor, request.POST  # type: ignore[attr-defined]
    name = given.get("name", "").replace("\x00", "")
    shared = given.get("shared") == "1"
    filters = {key: given[key].replace("\x00", "")[:20] for key in KEPT if given.get(key)}
    try:
        one = save_view(actor, name, filters, given.getlist("widgets"), list(WIDGETS), shared)
    except (Invalid, Conflict) as refusal:
        return _page(request, refusal, given)
    messages.success(request, _("Đã lưu chế độ xem “%(name)s”.") % {"name": one.name})
    return redirect(f"{reverse('ioc:board')}?view={one.uid}")


@require_POST
@login_required
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Away with one."""
    drop_view(request.actor, uid)  # type: ignore[attr-defined]
    messages.success(request, _("Đã bỏ chế độ xem."))
    return redirect("ioc:views")


@require_POST
@login_required
def add_subscription(request: HttpRequest) -> HttpResponse:
    """Get one by e-mail."""
    given = request.POST
    try:
        view = UUID(given["view"]) if given.get("view") else None
        email = given.get("email", "").replace("\x00", "")
        one = subscribe(request.actor, view, email, given.get("every", ""))  # type: ignore[attr-defined]
    except ValueError:
        raise NotFound(_("Không có chế độ xem này.")) from None
    except (Invalid, Conflict) as refusal:
        return _page(request, refusal, given)
    said = {"email": one.email, "when": _(one.get_every_display()).lower()}
    messages.success(request, _("Sẽ gửi PDF đến %(email)s %(when)s.") % said)
    return redirect("ioc:views")


@csrf_exempt  # the link alone opens it, and mail programs post there by themselves (RFC 8058)
@require_http_methods(["GET", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link ends the subscription, with or without a log-in."""
    found = opened(token)
    if found is None:
        raise NotFound(_("Liên kết ngừng nhận thư không đúng."), hint=_("Mở lại liên kết ở cuối thư."))
    done = request.method == "POST"
    if done:
        unsubscribe(*found, scope_of(request.actor))  # type: ignore[attr-defined]
    return render(request, "ioc/unsubscribe.html", {"done": done})


def _page(request: HttpRequest, refusal: Invalid | Conflict | None, given: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    demand(actor, "read")
    here = asked(request)
    views = views_of(actor)
    names = {one.uid: one.name for one in views}
    chosen = given.getlist("widgets") or list(WIDGETS)
    kept = {**here.given, "show": shown_in(request.GET)} if request.method == "GET" else given
    context = {
        "views": [(one, not one.shared or may(actor, "set")) for one in views],
        "widgets": [(code, words, code in chosen) for code, words in WIDGETS.items()],
        "filters": {key: kept[key] for key in KEPT if kept.get(key)},
        "shares": may(actor, "set"),
        "every": [(one.value, _(one.label)) for one in Subscription.Every],
        "got": [
            (one, names.get(one.view, _("Trung tâm điều hành")), token_of(one.school_id, one.uid))
            for one in subscriptions_of(actor)
        ],
        "refusal": refusal,
        "given": given,
        "crumbs": [Crumb(_("Trung tâm điều hành"), reverse("ioc:board")), Crumb(_("Chế độ xem"))],
    }
    return render(request, "ioc/views.html", context, status=refusal.status if refusal else 200)
