"""Whose request it is and how it came, where proxies stand before the web servers."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class ProxyMiddleware:
    """``REMOTE_ADDR`` becomes the address that the outermost of our proxies (``KHUEVAN_PROXIES``) was asked from.

    Each proxy adds to ``X-Forwarded-For`` whom it was asked by; what stands before the entries of ours anybody may have
    written. Without this, limits by address would be limits on everybody together. Where people come by TLS
    (``KHUEVAN_HTTPS``), whatever the last proxy speaks, links say so and browsers are told to come no other way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not (settings.PROXIES or settings.HTTPS):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HTTPS:
            request.META["wsgi.url_scheme"] = "https"
        told = request.headers.get("X-Forwarded-For", "").split(",")
        address = told[-settings.PROXIES].strip() if 0 < settings.PROXIES <= len(told) else ""
        with suppress(ValueError):  # asked past the proxies, or by one that says nothing
            request.META["REMOTE_ADDR"] = str(ip_address(address))
        return self.get_response(request)
