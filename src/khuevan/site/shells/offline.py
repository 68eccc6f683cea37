"""The page that a device shows without network."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from .context import theme_of
from .kept import kept_page


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """``/offline/``: the sheets of marks that lie on this device; the service worker answers with it for any page."""
    return HttpResponse(kept_page(get_language() or "", theme_of(request)))
