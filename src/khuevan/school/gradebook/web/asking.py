"""What requests carry: saves as JSON, terms in the address."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

from ..api import Edit, read_edits

LONGEST_REASON = 500
LONGEST_DEVICE = 120


class Asked(NamedTuple):
    """A save as it was sent."""

    edits: list[Edit]
    reason: str
    device: str
    key: UUID | None


def asked(request: HttpRequest) -> Asked:
    """The save in the body of a request. Raises ``Invalid`` if it cannot be read."""
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    body = body if isinstance(body, dict) else {}
    reason = str(body.get("reason") or "").replace("\x00", "")[:LONGEST_REASON].strip()
    return Asked(read_edits(body.get("edits")), reason, device(request), _key(request))


def device(request: HttpRequest) -> str:
    """What the browser calls itself, for the ledger."""
    return request.headers.get("User-Agent", "").replace("\x00", "")[:LONGEST_DEVICE]


def _key(request: HttpRequest) -> UUID | None:
    text = request.headers.get("Idempotency-Key", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid(_("Mã gửi không đúng."), hint=_("Hãy tải lại trang rồi lưu lại.")) from None


def number(request: HttpRequest, name: str) -> int | None:
    """A small number in the address (``?term=2``), or ``None``."""
    text = request.GET.get(name, "")
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else None


def year_asked(request: HttpRequest) -> int | None:
    """The school year in the address or the form (``?year=2025``), or ``None``."""
    text = request.POST.get("year") or request.GET.get("year", "")
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def period(request: HttpRequest) -> int | None:
    """The period in the address: ``?period=1…4``, or the end of ``?term=1…2``."""
    asked_period, asked_term = number(request, "period"), number(request, "term")
    if asked_period in range(1, 5):
        return asked_period
    return asked_term * 2 if asked_term in (1, 2) else None


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a request of an island whose session is over with 401 and the way to log in, so that nothing is lost."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        said = {"message": _("Phiên đăng nhập đã hết."), "login_url": resolve_url(settings.LOGIN_URL)}
        return JsonResponse(said, status=401)

    return wrapped
