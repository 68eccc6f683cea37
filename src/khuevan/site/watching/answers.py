"""The three addresses for programs that watch the server. No log-in, no names, no numbers of people."""

import hmac
import shutil

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from khuevan.registry.isolation.api import Scope, acting
from khuevan.site.postgres.paths import LITTLE_ROOM
from khuevan.site.watching.figures import text

HERE = {"127.0.0.1", "::1"}
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
TABLES = "SELECT to_regclass('public.accounts_user') IS NOT NULL"


def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; asks nobody else, so that a database that is away restarts no web server."""
    return _plain("ok\n")


def ready(_request: HttpRequest) -> HttpResponse:
    """Whether requests can be served: 200, or 503 with what is missing."""
    found = {"database": _has_database(), "disk": shutil.disk_usage(settings.DATA_DIR).free >= LITTLE_ROOM}
    status = 200 if all(found.values()) else 503
    response = JsonResponse({name: "ok" if well else "failed" for name, well in found.items()}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format, for who has the token, or without one for programs on this machine."""
    if not _may_read(request):
        return _plain("not found\n", 404)
    try:
        with acting(Scope("province")):
            return _plain(text(settings.DATA_DIR))
    except DatabaseError:
        return _plain("khuevan_up 0\n")


def _may_read(request: HttpRequest) -> bool:
    if wanted := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), wanted.encode())
    # Behind a proxy everybody comes from this machine; who was passed on by one is not from here.
    return request.META.get("REMOTE_ADDR") in HERE and not any(name in request.headers for name in PASSED_ON)


def _has_database() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TABLES)
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False


def _plain(content: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(content, status=status, content_type="text/plain; version=0.0.4; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
