"""The Ministry's blank form, filled from a report: the file waits an hour for whoever had it filled."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.kernel.ids import uuid7
from khuevan.kernel.trail import Crumb

from ..api import fill_form, report_by_uid
from .one import shown
from .parts import reader, title_of, way

WAITS = 3600
LARGEST = 5 * 2**20 + 1


@require_POST
@login_required
def fill(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Fill the form that is sent."""
    actor, one = reader(request), report_by_uid(uid)
    brought = request.FILES.get("form")
    try:
        found = fill_form(one, brought.read(LARGEST) if brought else b"")
    except DomainError as refusal:
        return shown(request, actor, one, refusal)
    name = (brought.name or "").rpartition(".")[0][:80] if brought else ""
    key = uuid7()
    kept = {"user": actor.user_id, "report": str(uid), "title": title_of(one.round), "name": name, "found": found}
    cache.set(_key(key), kept, WAITS)
    return redirect("reports:filled", key)


@require_GET
@login_required
def filled(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How many cells were filled, and which were left blank for which reason."""
    kept = _kept(request, uid)
    report = Crumb(kept["title"], reverse("reports:report", args=[kept["report"]]))
    context = {"uid": uid, "found": kept["found"], "name": kept["name"], "crumbs": way(report, Crumb(_("Biểu của Bộ")))}
    return render(request, "reports/filled.html", context)


@require_GET
@login_required
def file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The filled form."""
    kept = _kept(request, uid)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(kept["found"].content, content_type=kind)
    answer["Content-Disposition"] = 'attachment; filename="bieu-da-dien.xlsx"'
    return answer


def _kept(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    actor = reader(request)
    kept = cache.get(_key(uid))
    if kept is None or kept["user"] != actor.user_id:
        raise NotFound(_("Tệp này không còn."), hint=_("Mở lại báo cáo rồi điền mẫu biểu một lần nữa."))
    return kept


def _key(uid: UUID) -> str:
    return f"reports:form:{uid}"
