"""What is published, for everybody; the proof of one entry, for those who may take it out."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.registry.audit.api import Entry, log_access

from ..actions.publishing import origin
from ..api import consistency, proof_of, public_bytes
from ..models import Checkpoint, PublicCheckpoint
from ..policies import may, reads
from ..rules.note import public_line


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The published days, the newest first, and the key that signed them."""
    page = Paginator(Checkpoint.objects.order_by("-day").defer("peaks"), 30).get_page(request.GET.get("page"))
    for newer, older in zip(page.object_list, page.object_list[1:], strict=False):
        newer.before = older.day if older.size else None
    latest = [*PublicCheckpoint.objects.filter(log="versions", size__gt=0).order_by("-day")[:2], None, None]
    said = {"page": page, "key": public_line(origin(), public_bytes())}
    return render(request, "transparency/index.html", said | {"published": latest[0], "published_before": latest[1]})


@require_GET
def note(request: HttpRequest, day: date) -> HttpResponse:
    """The signed checkpoint of a day."""
    return HttpResponse(_published(day).note, content_type="text/plain; charset=utf-8")


@require_GET
def leaves(request: HttpRequest, day: date) -> HttpResponse:
    """The schools' roots that a day added, in their order."""
    return JsonResponse(_published(day).leaves, safe=False)


@require_GET
def growth(request: HttpRequest, old: date, new: date) -> HttpResponse:
    """The proof that nothing published on ``old`` had been taken back by ``new``."""
    return JsonResponse(consistency(old, new))


@require_GET
@login_required
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of an entry as a file."""
    actor = request.actor  # type: ignore[attr-defined]
    entry = Entry.objects.filter(pk=pk).first() if reads(actor) else None
    if entry is None or not may(actor, "prove", entry):
        raise NotFound(_("Không có dòng nhật ký này."))
    if entry.student_id:
        log_access(actor, entry.school_id, [entry.student_id], gettext_noop("Bằng chứng của một dòng nhật ký"))
    response = JsonResponse(proof_of(entry), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="bang-chung-{entry.pk}.json"'
    return response


def _published(day: date) -> Checkpoint:
    if found := Checkpoint.objects.filter(day=day).first():
        return found
    raise NotFound(_("Ngày này chưa có mốc công bố."), hint=_("Mỗi ngày được công bố sau nửa đêm."))
