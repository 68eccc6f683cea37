"""Partners: the list, one of them, its settings, what is done to it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.clock import TIME_ZONE, now
from khuevan.kernel.counts import grouped
from khuevan.kernel.errors import DomainError, Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor

from ..actions.partners import Wish, add_partner, change_partner, pause_partner, resume_partner
from ..actions.replaying import replay_since
from ..models import Partner
from ..queries.overview import standing, standings
from ..queries.tabs import room_tabs
from ..queries.words import KIND_NAMES, kind_name
from ..rules.kinds import KINDS
from .parts import actor_of, partner_of, text_of, way

USUAL, EARLIEST = 500, 2000


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every partner and how far it is."""
    actor_of(request)
    return render(request, "exchange/index.html", {"tabs": room_tabs("exchange:index"), "lines": standings()})


@require_GET
@login_required
def partner(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One partner: what it has, what is on its way, what is stuck, what may be done."""
    _actor, found = partner_of(request, uid)
    return _page(request, found)


def _page(request: HttpRequest, found: Partner, refusal: DomainError | None = None) -> HttpResponse:
    """The page of a partner; after a refusal with what was typed and why not."""
    one, kinds = standing(found)
    given = {name: request.POST.get(name, "")[:300] for name in ("reason", "since")}
    context = {"one": one, "partner": found, "kinds": kinds, "crumbs": way(found), "error": refusal, "given": given}
    return render(request, "exchange/partner.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Set a partner up."""
    actor = actor_of(request)
    if request.method == "GET":
        return _form(request, None, {"kinds": KINDS, "at_once": USUAL})
    try:
        made = add_partner(actor, _wish(request))
    except DomainError as error:
        return _form(request, None, _given(request), error)
    messages.success(request, _("Đã thêm đối tác. Dữ liệu bắt đầu đi trong vòng một phút."))
    return redirect("exchange:partner", uid=made.uid)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a partner."""
    actor, found = partner_of(request, uid)
    if request.method == "GET":
        mapping = json.dumps(found.mapping, ensure_ascii=False, indent=2) if found.mapping else ""
        return _form(request, found, {name: getattr(found, name) for name in ("name", "url", "kinds", "at_once")}
                     | {"mapping": mapping})  # fmt: skip
    try:
        change_partner(actor, Partner.objects.select_for_update().get(pk=found.pk), _wish(request))
    except DomainError as error:
        return _form(request, found, _given(request), error)
    messages.success(request, _("Đã lưu."))
    return redirect("exchange:partner", uid=uid)


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Pause, resume, or send everything since a moment again."""
    actor, found = partner_of(request, uid)
    try:
        _take(request, actor, found, verb)
    except Invalid as refusal:
        return _page(request, found, refusal)
    return redirect("exchange:partner", uid=uid)


def _take(request: HttpRequest, actor: Actor, found: Partner, verb: str) -> None:
    if verb == "pause":
        pause_partner(actor, found, text_of(request, "reason", 300))
    elif verb == "resume":
        resume_partner(actor, found)
        messages.success(request, _("Tiếp tục gửi trong vòng một phút."))
    elif verb == "since":
        count = replay_since(actor, found, _moment(text_of(request, "since")))
        messages.success(request, _("%(n)s bản ghi sẽ được gửi lại.") % {"n": grouped(count)})
    else:
        raise NotFound(_("Không có việc này."))


def _form(
    request: HttpRequest, found: Partner | None, given: dict[str, Any], error: DomainError | None = None
) -> HttpResponse:
    kinds = [(kind, kind_name(kind), kind in given["kinds"]) for kind in KIND_NAMES]
    crumbs = way(found, Crumb(_("Cài đặt"))) if found else []
    context = {"partner": found, "given": given, "kinds": kinds, "error": error, "crumbs": crumbs}
    return render(request, "exchange/edit.html", context, status=error.status if error else 200)


def _given(request: HttpRequest) -> dict[str, Any]:
    names = {"name": 200, "url": 400, "mapping": 60_000}
    found = {name: text_of(request, name, most) for name, most in names.items()}
    return found | {"kinds": request.POST.getlist("kinds"), "at_once": text_of(request, "at_once", 6)}


def _wish(request: HttpRequest) -> Wish:
    given = _given(request)
    at_once = int(given["at_once"]) if given["at_once"].isascii() and given["at_once"].isdigit() else 0
    token = text_of(request, "token", 500)
    return Wish(given["name"], given["url"], token, given["kinds"], at_once, given["mapping"])


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE)
    except ValueError:
        raise Invalid(_("Chưa chọn thời điểm."), hint=_("Chọn ngày và giờ rồi gửi lại.")) from None
    if found.year < EARLIEST:
        raise Invalid(_("Chưa có dữ liệu từ thời điểm này."), hint=_("Chọn một thời điểm từ năm 2000."))
    if found > now():
        raise Invalid(_("Thời điểm này chưa tới."), hint=_("Chọn một thời điểm đã qua."))
    return found
