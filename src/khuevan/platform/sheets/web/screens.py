"""Any list on screen as .xlsx: the same address with ``?xlsx=<name>`` answers with the file instead of the page.

The page itself is asked, so whoever may not see a row does not get it, its filter holds, and its reading is written
down as always. Pages are turned to the last (a form that was sent is asked once); a view that takes its page size from
``request.per_page``, where there is one, is asked once too.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuevan.kernel.errors import DomainError, Invalid, NotFound

from ..adapters.screens import Screen, read_screen
from ..adapters.writing import list_file
from .parts import download

KEY = "xlsx"
PER_PAGE, MOST_ROWS = 2_000, 20_000


class ScreenFileMiddleware:
    """Innermost: the view and its errors are inside, the actor and the transaction outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.GET.get(KEY, "")
        if not name or request.method not in ("GET", "POST"):
            return self.get_response(request)
        try:
            return self._file(request, name)
        except DomainError as error:
            return render(request, "error.html", {"error": error}, status=error.status)

    def _file(self, request: HttpRequest, name: str) -> HttpResponse:
        request.per_page = PER_PAGE  # type: ignore[attr-defined]
        whole = Screen("", [])
        for number in range(1, MOST_ROWS):
            response = self._page(request, number)
            if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
                return response
            shown = read_screen(response.content.decode(), name)
            if shown is None:
                raise NotFound(_("Trang này không có danh sách như vậy."), hint=_("Mở lại trang rồi bấm Xuất .xlsx."))
            whole = Screen(shown.title, shown.headers, whole.rows + shown.rows)
            if len(whole.rows) > MOST_ROWS:
                raise Invalid(
                    _("Danh sách dài quá %(n)d dòng.") % {"n": MOST_ROWS}, hint=_("Lọc bớt trên trang rồi xuất lại.")
                )
            if not shown.more or request.method == "POST":
                break
        return download(list_file(whole.title, whole.headers, whole.rows), f"{whole.title}.xlsx")

    def _page(self, request: HttpRequest, number: int) -> HttpResponse:
        """One page, as if it had been asked for as a page."""
        asked = request.GET.copy()
        asked.pop(KEY, None)
        asked["page"] = str(number)
        request.GET = asked  # type: ignore[assignment]
        request.META["QUERY_STRING"] = asked.urlencode()
        return self.get_response(request)
