"""Who sent what when, for the office that runs the hub."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.exchange.api import KINDS, demand, kind_name, room_tabs
from khuevan.registry.accounts.api import Actor

from ..actions.senders import admit, close, renew
from ..models import Parcel, Sender
from ..queries.holding import groups_of, sender_lines

PAGE = 50
USUAL = 60_000


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Senders, and the last requests."""
    _actor(request)
    rows = Parcel.objects.select_related("sender").order_by("-at", "-pk")
    page = Paginator(rows, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    lines = [(one, [kind_name(kind) for kind in one.kinds]) for one in sender_lines()]
    return render(request, "hub/index.html", {"tabs": room_tabs("hub:index"), "senders": lines, "page": page})


@require_GET
@login_required
def sender(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One sender: what is held of it, and its last requests with reasons of refusal."""
    _actor(request)
    found = _sender(uid)
    groups = [(group, kind_name(group.kind)) for group in groups_of(found)]
    groups_page = Paginator(groups, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    refused = Parcel.objects.filter(sender=found, refused__gt=0).order_by("-at", "-pk")[:10]
    context = {"sender": found, "page": groups_page, "refused": refused, "crumbs": _way(Crumb(found.name))}
    return render(request, "hub/sender.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Let somebody send; the token is shown once."""
    actor = _actor(request)
    given: dict[str, Any] = {"name": "", "kinds": KINDS, "per_minute": USUAL}
    error = None
    if request.method == "POST":
        name = request.POST.get("name", "")[:200].replace("\x00", "")
        speed = request.POST.get("per_minute", "")[:9]
        given = {"name": name, "kinds": request.POST.getlist("kinds"), "per_minute": speed}
        try:
            made, token = admit(actor, name, given["kinds"], int(speed) if speed.isascii() and speed.isdigit() else 0)
            return _token(request, made, token)
        except DomainError as refusal:
            error = refusal
    kinds = [(kind, kind_name(kind), kind in given["kinds"]) for kind in KINDS]
    context = {"given": given, "kinds": kinds, "error": error, "crumbs": _way(Crumb(_("Thêm nơi gửi")))}
    return render(request, "hub/new.html", context, status=error.status if error else 200)


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """A new token, or the end."""
    actor, found = _actor(request), _sender(uid)
    if verb == "renew":
        return _token(request, found, renew(actor, found))
    if verb != "close":
        raise NotFound(_("Không có việc này."))
    close(actor, found)
    messages.success(request, _("Không nhận gì thêm từ nơi gửi này. Dữ liệu đã nhận vẫn còn."))
    return redirect("hub:sender", uid=uid)


def _token(request: HttpRequest, found: Sender, token: str) -> HttpResponse:
    address = request.build_absolute_uri("/hub/v1")
    context = {"sender": found, "token": token, "address": address, "crumbs": _way(Crumb(found.name))}
    return render(request, "hub/token.html", context)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    demand(actor)
    return actor


def _sender(uid: UUID) -> Sender:
    found = Sender.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy nơi gửi này."))
    return found


def _way(*crumbs: Crumb) -> list[Crumb]:
    return [Crumb(_("Nhận về"), reverse("hub:index")), *crumbs]
