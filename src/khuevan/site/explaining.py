"""How every JSON API says no: message, hint and code, and nothing half done."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from khuevan.kernel.errors import DomainError


def explain(api: NinjaAPI, login: tuple[str, str]) -> None:
    """Let ``api`` refuse in words; ``login``: what it says, and what to do, where nobody is known."""

    def answer(request: HttpRequest, status: int, message: str, hint: str, code: str) -> HttpResponse:
        request.rolled_back = True  # type: ignore[attr-defined]
        return api.create_response(request, {"message": message, "hint": hint, "code": code}, status=status)

    @api.exception_handler(DomainError)
    def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
        response = answer(request, error.status, error.message, error.hint, error.code)
        if seconds := getattr(error, "seconds", 0):
            response["Retry-After"] = str(seconds)
        return response

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        places = ", ".join(sorted({".".join(map(str, one["loc"])) for one in error.errors}))
        hint = _("Xem lại: %(places)s.") % {"places": places}
        return answer(request, 422, _("Yêu cầu không đúng mẫu."), hint, "shape")

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        message, hint = login
        return answer(request, 401, _(message), _(hint), "login")

    @api.exception_handler(RequestDataTooBig)
    def large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return answer(request, 413, _("Yêu cầu lớn hơn 6 MB."), _("Chia nhỏ rồi gửi lại."), "too_large")

    @api.exception_handler(HttpError)
    def wrong(request: HttpRequest, error: HttpError) -> HttpResponse:
        hint = _("Gửi JSON đúng cú pháp, mã UTF-8, không lồng quá sâu.")
        return answer(request, error.status_code, _("Máy chủ không hiểu yêu cầu."), hint, "request")
