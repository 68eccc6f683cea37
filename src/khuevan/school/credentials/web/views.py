"""What anybody may download."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from khuevan.registry.accounts.api import scope_of

from ..actions.offline import current_page


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that checks without a network, as a file to keep: it is never shown from here, under our policy."""
    response = HttpResponse(current_page(scope_of(request.actor)), content_type="text/html; charset=utf-8")  # type: ignore[attr-defined]
    response["Content-Disposition"] = 'attachment; filename="kiem-tra.html"'
    response["Cache-Control"] = "no-cache"
    return response
