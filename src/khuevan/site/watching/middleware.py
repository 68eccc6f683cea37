"""Outermost: answers whoever watches the server before anything else is asked, and writes one line a request."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from khuevan.site.watching import answers
from khuevan.site.watching.logs import GIVEN, request_id
from khuevan.site.watching.tally import Tally

logger = logging.getLogger("khuevan.requests")
HEADER = "X-Request-ID"
WATCHERS = {"/health/live": answers.live, "/health/ready": answers.ready, "/metrics": answers.metrics}


class WatchingMiddleware:
    """Every answer carries the number under which the logs know the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._tally: Tally | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if watcher := WATCHERS.get(request.path):
            return watcher(request)
        given = request.headers.get(HEADER, "")
        token = request_id.set(given if GIVEN.fullmatch(given) else uuid4().hex)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            self._keep(request, response.status_code, time.perf_counter() - begun)
            return response
        finally:
            request_id.reset(token)

    def _keep(self, request: HttpRequest, status: int, seconds: float) -> None:
        if not settings.WATCHED:
            return
        if self._tally is None:  # made by the worker itself, after it was forked
            self._tally = Tally(settings.DATA_DIR / "tally")
        self._tally.count(status, seconds)
        said = {"method": request.method, "route": route_of(request), "status": status, "ms": round(seconds * 1000, 1)}
        logger.info("request", extra={"said": said})


def route_of(request: HttpRequest) -> str:
    """The pattern of the address: without numbers, names, tokens."""
    try:
        return f"/{(request.resolver_match or resolve(request.path_info)).route}"
    except Resolver404:
        return "-"
