"""What anybody may download."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel.errors import NotFound
from khuevan.platform.proof.api import did_document
from khuevan.registry.accounts.api import scope_of
from khuevan.registry.isolation.api import Scope, enter

from ..actions.offline import current_page
from ..queries.badges import status_list

TYPES = {"json": "application/vc", "jwt": "application/vc+jwt"}
MOST_LISTS = 1000


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that checks without a network, as a file to keep: it is never shown from here, under our policy."""
    response = HttpResponse(current_page(scope_of(request.actor)), content_type="text/html; charset=utf-8")  # type: ignore[attr-defined]
    response["Content-Disposition"] = 'attachment; filename="kiem-tra.html"'
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The keys of the province as a DID document (did:web)."""
    return _for_everybody(JsonResponse(did_document(), content_type="application/did+json"))


@require_safe
def status(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Which credentials count no more; the whole list, so that asking does not tell about whom."""
    if form not in TYPES or number >= MOST_LISTS:
        raise NotFound(_("Không có danh sách này."))
    enter(Scope("province"))
    try:
        made = status_list(number, "jwt" if form == "jwt" else "json")
    finally:
        enter(scope_of(request.actor))  # type: ignore[attr-defined]
    return _for_everybody(HttpResponse(made, content_type=TYPES[form]))


def _for_everybody(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response
