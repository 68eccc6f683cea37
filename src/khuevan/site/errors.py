"""Show a `DomainError` to people as a page, to islands and machines as JSON, and undo what was half done."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from khuevan.kernel.errors import DomainError, NotFound


class DomainErrorMiddleware:
    """Innermost, so that `ActorMiddleware` sees ``request.rolled_back`` and rolls the transaction back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        request.rolled_back = True  # type: ignore[attr-defined]
        if wants_json(request):
            body = {"message": error.message, "hint": error.hint, "code": error.code}
            return JsonResponse(body, status=error.status)
        if isinstance(error, NotFound):
            raise Http404(error.message)
        if getattr(request, "htmx", False):
            messages.error(request, str(error))
        return render(request, "error.html", {"error": error}, status=error.status)


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is an island or a machine."""
    return request.content_type == "application/json" or request.path.startswith("/api/")
