"""The JSON API at /api/v1/: every room's ``rest.py`` under one roof, documented by OpenAPI behind the log-in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import SessionAuth

from khuevan.kernel.errors import DomainError
from khuevan.school.gradebook.rest import router as gradebook
from khuevan.school.transcripts.rest import router as transcripts

from .docs import Docs


class Session(SessionAuth):
    """The same log-in as the pages, with the CSRF token in ``X-CSRFToken`` for everything that writes."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = request.user
        return user if user.is_authenticated and request.actor.kind else None  # type: ignore[attr-defined]


api = NinjaAPI(
    title="Khuê Văn",
    version="1",
    description="Điểm, kết quả và học bạ trong phạm vi của người gọi. Điểm là số nguyên phần mười: 85 là 8,5.",
    auth=Session(),
    docs=Docs(),
    docs_decorator=login_required,
    urls_namespace="api-1",
)
api.add_router("/gradebook", gradebook)
api.add_router("/transcripts", transcripts)


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal in words; what was half done is undone."""
    request.rolled_back = True  # type: ignore[attr-defined]
    return _answer(request, error.status, error.message, error.hint, error.code)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that does not fit the documented shape."""
    request.rolled_back = True  # type: ignore[attr-defined]
    places = ", ".join(sorted({".".join(map(str, one["loc"])) for one in error.errors}))
    return _answer(request, 422, _("Yêu cầu không đúng mẫu."), _("Xem lại: %(places)s.") % {"places": places}, "shape")


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Nobody is logged in."""
    return _answer(request, 401, _("Chưa đăng nhập."), _("Hãy đăng nhập rồi gọi lại."), "login")


@api.exception_handler(HttpError)
def wrong(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses, such as a body that is no JSON."""
    request.rolled_back = True  # type: ignore[attr-defined]
    return _answer(request, error.status_code, _("Máy chủ không hiểu yêu cầu."), str(error), "request")


def _answer(request: HttpRequest, status: int, message: str, hint: str, code: str) -> HttpResponse:
    return api.create_response(request, {"message": message, "hint": hint, "code": code}, status=status)
