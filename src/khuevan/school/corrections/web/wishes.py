"""Pages of requests for corrections: ask, the list, one request with its history and the decision."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.errors import Conflict, DomainError, Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.approvals.api import history
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.files.api import LARGEST_SCAN, content_of
from khuevan.school.transcripts.api import read_document

from ..api import (
    CORRECTION,
    Wish,
    ask,
    attachment_by_uid,
    attachments,
    grant,
    may,
    parts_of,
    refuse,
    seen,
    version_to_correct,
    wish_by_uid,
    wishes,
    withdraw,
)

PAGE = 50
KINDS = ("teacher", "leader", "clerk", "guardian")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The requests that one may read: one's own, of the school, of the family's pupils."""
    actor = _actor(request)
    page = Paginator(wishes(actor), getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [seen(one) for one in page], "kind": actor.kind}
    return render(request, "corrections/index.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def ask_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say what is wrong in which part of an issued version."""
    actor = _actor(request)
    version, error = version_to_correct(actor, uid), None
    given = {name: request.POST.get(name, "")[:2000] for name in ("part", "what")}
    if request.method == "POST":
        try:
            wish = ask(actor, version, given["part"], given["what"], _scans(request))
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Đã gửi đề nghị. Nhà trường trả lời ở trang này."))
            return redirect("corrections:wish", uid=wish.uid)
    context = {
        "given": given,
        "error": error,
        "version": version,
        "parts": parts_of(read_document(version.xml)),
        "crumbs": _way(Crumb(_("Đề nghị mới"))),
    }
    return render(request, "corrections/ask.html", context, status=error.status if error else 200)


@require_GET
@login_required
def one_wish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One request: what is asked, every step so far, what the reader may do."""
    actor = _actor(request)
    return _page(request, actor, wish_by_uid(actor, uid))


def _page(request: HttpRequest, actor: Actor, wish: Wish, refusal: DomainError | None = None) -> HttpResponse:
    """The page of a request; after a refusal with what was typed and why not."""
    log_access(actor, wish.school_id, [wish.student_id], "Đề nghị đính chính học bạ")
    waits = wish.case.state == "asked"
    context = {
        "found": seen(wish),
        "wish": wish,
        "asked_with": attachments(wish, "request"),
        "decided_with": attachments(wish, "decision"),
        "steps": history(CORRECTION, wish.case_id),
        "decides": waits and may(actor, "decide", wish),
        "withdraws": waits and may(actor, "withdraw", wish),
        "error": refusal,
        "given": {name: request.POST.get(name, "")[:500] for name in ("decision_no", "reason")},
        "crumbs": _way(Crumb(wish.student.full_name)),
    }
    return render(request, "corrections/wish.html", context, status=refusal.status if refusal else 200)


@require_GET
@login_required
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A scanned paper of a request or of its decision."""
    actor = _actor(request)
    found = attachment_by_uid(actor, uid)
    log_access(actor, found.school_id, [found.student_id], "Giấy tờ của đề nghị đính chính")
    response = HttpResponse(content_of(found.file), content_type=found.file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.file.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Decide for, decide against, take back; what cannot be done is said beside what was typed."""
    actor = _actor(request)
    wish = wish_by_uid(actor, uid)
    if verb not in STEPS:
        raise NotFound(_("Không có việc này."))
    try:
        with transaction.atomic():
            messages.success(request, STEPS[verb](request, actor, wish))
    except (Invalid, Conflict) as refusal:
        return _page(request, actor, wish_by_uid(actor, uid), refusal)
    return redirect("corrections:wish", uid=uid)


def _granted(request: HttpRequest, actor: Actor, wish: Wish) -> str:
    fresh = grant(actor, wish, _text(request, "decision_no"), _text(request, "reason"), _scans(request))
    said = _("Đã lập phiên bản %(n)d. Mở khoá sổ điểm nếu cần sửa, rồi các phần đã sửa được ký lại.")
    return said % {"n": fresh.number}


def _refused(request: HttpRequest, actor: Actor, wish: Wish) -> str:
    refuse(actor, wish, _text(request, "reason"))
    return _("Đã trả lời không đính chính.")


def _withdrawn(_request: HttpRequest, actor: Actor, wish: Wish) -> str:
    withdraw(actor, wish)
    return _("Đã rút đề nghị.")


STEPS = {"grant": _granted, "refuse": _refused, "withdraw": _withdrawn}


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:500]


def _scans(request: HttpRequest) -> list[tuple[bytes, str]]:
    """The files of a form; of each no more is read than shows that it is too large."""
    files = request.FILES.getlist("scan")
    return [(one.read(LARGEST_SCAN + 1), one.name or "") for one in files if one.size]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in KINDS:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def _way(*crumbs: Crumb) -> list[Crumb]:
    return [Crumb(_("Đính chính học bạ"), reverse("corrections:index")), *crumbs]
