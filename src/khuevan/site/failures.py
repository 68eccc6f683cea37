"""What people read when the ground under a request gives way: the database is gone, the disk is full.

The handler of every error that nobody else handled. A known failure is one line in the log and a plain page (JSON for
islands and machines); anything else is Django's own answer with its traceback in the log.
"""

import errno
import logging
import sys
from collections.abc import Iterator

import psycopg
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error
from psycopg import errors

from khuevan.kernel.errors import DomainError
from khuevan.site.errors import wants_json
from khuevan.site.postgres import data_dir, is_external, is_full
from khuevan.site.watching.middleware import route_of

logger = logging.getLogger(__name__)
RETRY_SECONDS = 5
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# PostgreSQL 16 manual, appendix A: connections refused or lost, too many of them, the server stopping or starting.
AWAY = ("08", "53300", "57P")


class Unavailable(DomainError):
    """The database does not answer at the moment."""

    code = "unavailable"
    status = 503


class DiskFull(DomainError):
    """There is no room left to write."""

    code = "disk_full"
    status = 507


def explain(request: HttpRequest) -> HttpResponse:
    """``handler500``: called while the error is being handled."""
    error = sys.exc_info()[1]
    failure = failure_of(error)
    if failure is None:
        return server_error(request)
    in_part = "HX-Request" in request.headers  # a part of a page shows the words of JSON, a whole page would be dropped
    response = _json(failure) if in_part or wants_json(request) else _page(failure)
    if failure.status == Unavailable.status:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    cause = str(error).strip().partition("\n")[0]
    logger.error("%s %s: %s", failure.status, route_of(request), cause)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would add the traceback
    return response


def failure_of(error: BaseException | None) -> DomainError | None:
    """What to tell people about ``error``, or None where it is a mistake of ours."""
    for cause in _causes(error):
        if _says_full(cause):
            return _full()
        if _says_away(cause):
            return _full() if _is_out_of_room() else _away()
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _says_full(error: BaseException) -> bool:
    return isinstance(error, errors.DiskFull) or (isinstance(error, OSError) and error.errno in NO_ROOM)


def _says_away(error: BaseException) -> bool:
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(AWAY)


def _is_out_of_room() -> bool:
    """Whether the embedded server has stopped because its disk is full."""
    return not is_external() and is_full(data_dir())


def _away() -> DomainError:
    return Unavailable(
        _("Cơ sở dữ liệu tạm thời không trả lời."),
        hint=_(
            "Những gì đã báo lưu vẫn nguyên vẹn; việc vừa làm có thể chưa được ghi. Hãy chờ một phút rồi làm lại; "
            "nếu vẫn không được, hãy báo người quản trị."
        ),
    )


def _full() -> DomainError:
    return DiskFull(
        _("Máy chủ đã hết chỗ trên ổ đĩa, nên chưa ghi được."),
        hint=_(
            "Những gì đã báo lưu vẫn nguyên vẹn; việc vừa làm chưa được ghi. Hãy báo người quản trị dọn ổ đĩa rồi "
            "làm lại."
        ),
    )


def _json(failure: DomainError) -> HttpResponse:
    body = {"message": failure.message, "hint": failure.hint, "code": failure.code}
    return JsonResponse(body, status=failure.status)


def _page(failure: DomainError) -> HttpResponse:
    # Without the request: the frame of the other pages asks the database who is reading.
    return HttpResponse(render_to_string("unavailable.html", {"error": failure}), status=failure.status)
