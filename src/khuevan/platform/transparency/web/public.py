"""Public logs for everybody: signed checkpoints, the leaves of a day, growth, and what is said about one digest."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound

from ..api import public_growth, published
from ..models import PublicCheckpoint, PublicLeaf

DIGEST = re.compile(r"[0-9a-fA-F]{64}")


@require_GET
def note(request: HttpRequest, log: str, day: date) -> HttpResponse:
    """The signed checkpoint of a day."""
    return HttpResponse(_of_day(log, day).note, content_type="text/plain; charset=utf-8")


@require_GET
def leaves(request: HttpRequest, log: str, day: date) -> HttpResponse:
    """The facts that a day added, in order, with the place of the first."""
    end = _of_day(log, day)
    before = PublicCheckpoint.objects.filter(log=log, day__lt=day).order_by("-day").first()
    start = before.size if before else 0
    rows = PublicLeaf.objects.filter(log=log, position__gte=start, position__lt=end.size).order_by("position")
    return JsonResponse({"start": start, "leaves": list(rows.values_list("said", flat=True))})


@require_GET
def growth(request: HttpRequest, log: str, old: date, new: date) -> HttpResponse:
    """The proof that nothing published on ``old`` had been taken back by ``new``."""
    return JsonResponse(public_growth(log, old, new))


@require_GET
def proof(request: HttpRequest, log: str, about: str) -> HttpResponse:
    """The proof of all that a log says about a digest, as a file."""
    if not DIGEST.fullmatch(about):
        raise NotFound(_("Không có mục này trong sổ công khai."))
    response = JsonResponse(published(log, about.lower()), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="so-cong-khai-{about[:12]}.json"'
    return response


def _of_day(log: str, day: date) -> PublicCheckpoint:
    if found := PublicCheckpoint.objects.filter(log=log, day=day).first():
        return found
    raise NotFound(_("Ngày này chưa có mốc công bố."), hint=_("Mỗi ngày được công bố sau nửa đêm."))
