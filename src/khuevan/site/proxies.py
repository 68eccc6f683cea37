"""Whose request it is, where proxies stand before the web servers."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class ProxyMiddleware:
    """``REMOTE_ADDR`` becomes the address that the outermost of our proxies (``KHUEVAN_PROXIES``) was asked from.

    Each proxy adds to ``X-Forwarded-For`` whom it was asked by; what stands before the entries of ours anybody may have
    written. Without this, limits by address would be limits on everybody together.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Forwarded-For", "").split(",")
        address = told[-settings.PROXIES].strip() if len(told) >= settings.PROXIES else ""
        with suppress(ValueError):  # asked past the proxies, or by one that says nothing
            request.META["REMOTE_ADDR"] = str(ip_address(address))
        return self.get_response(request)
