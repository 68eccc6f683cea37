"""The page that a device shows without network. It is kept in browsers, so it holds nothing about anybody."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from .context import THEME_COOKIE, THEMES, island_texts


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """``/offline/``: the sheets of marks that lie on this device; the service worker answers with it for any page."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    shell = {
        "audience": "public",
        "theme": theme if theme in THEMES else "",
        "island_texts": island_texts(get_language() or ""),
    }
    # Without the request: no token, no name, no message goes into the kept page.
    return HttpResponse(render_to_string("shells/offline.html", {"shell": shell}))
