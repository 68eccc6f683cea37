"""Pages for everybody: check a transcript by code, link or file; open a shared one."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel.clock import now
from khuevan.kernel.errors import DomainError, Invalid, NotFound
from khuevan.kernel.ids import parse_verify_code
from khuevan.platform.transparency.api import verify_proof
from khuevan.registry.accounts.api import scope_of
from khuevan.registry.audit.api import log_access
from khuevan.registry.isolation.api import Scope

from ..actions.limits import refuse_flood
from ..actions.sharing import hash_of, opened
from ..models import Share, Version
from ..ports import asides, copies
from ..queries.register import looking_as
from ..queries.signed_codes import is_signed_code, verify_signed_code
from ..queries.verification import MAX_BYTES, Verdict, verify_code, verify_file
from .versions import copy_response, evidence_response, pdf_response, xml_response

BODY_LIMIT = MAX_BYTES + 1_000_000
LONGEST = 4400  # the largest QR code holds 4296 characters
IN_LINK = re.compile(r"/verify/([0-9A-Za-z-]{12,16})/?$")
FILES = {"xml": xml_response, "pdf": pdf_response, "ers": evidence_response}
SHARED_LINK = re.compile(r"/s/([0-9A-Za-z_-]{20,40})/?$")


@csrf_exempt  # changes nothing; and the form is read only after its size is known
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, or the verdict on what it brought."""
    if request.method != "POST":
        return _form(request, {"code": request.GET.get("code", "")[:200]})
    refuse_flood(_address(request), "verify")
    if _size(request) > BODY_LIMIT:
        error = Invalid(
            _("Tệp lớn hơn 5 MB nên không được kiểm tra."), hint=_("Chọn đúng tệp học bạ số (XML hoặc PDF).")
        )
        return _form(request, {"error": error}, 413)
    brought = request.FILES.get("file")
    if brought is None:
        return _by_code(request, request.POST.get("code", ""))
    data = b" " * (MAX_BYTES + 1) if (brought.size or 0) > MAX_BYTES else brought.read()
    if proof := verify_proof(data):
        said = {"verdict": proof, "file_name": (brought.name or "")[:120]}
        return render(request, "transparency/verdict.html", said)
    return _show(request, verify_file(data, scope_of(request.actor)), (brought.name or "")[:120])  # type: ignore[attr-defined]


@require_GET
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The verdict on the transcript behind the code of a QR."""
    refuse_flood(_address(request), "code")
    try:
        verdict = verify_code(code, scope_of(request.actor))  # type: ignore[attr-defined]
    except Invalid as error:
        return _form(request, {"error": error, "code": code}, 404)
    return _show(request, verdict, status=200 if verdict.entry else 404)


@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The transcript to which a family's link leads, with its files; a link that has ended says so."""
    try:
        link = _link(request, token)
    except NotFound as error:
        return render(request, "error.html", {"error": error}, status=error.status)
    back = scope_of(request.actor)  # type: ignore[attr-defined]
    verdict = verify_code(link.verify_code, back)
    with looking_as(Scope("staff", frozenset({link.school_id})), back):
        opened(link, request.headers.get("User-Agent", ""))
        log_access(request.actor, link.school_id, [link.student_id], gettext_noop("Học bạ, qua liên kết chia sẻ"))  # type: ignore[attr-defined]
    return _page(
        request, {"verdict": verdict, "link": link, "token": token, "private": True, "copies": copies().values()}
    )


@require_GET
def shared_file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The document, the paper or the proof of their time behind a family's link."""
    link = _link(request, token)
    with looking_as(Scope("staff", frozenset({link.school_id})), scope_of(request.actor)):  # type: ignore[attr-defined]
        version = Version.objects.select_related("pdf").get(pk=link.version_id)
        log_access(request.actor, link.school_id, [link.student_id], gettext_noop("Tải học bạ, qua liên kết chia sẻ"))  # type: ignore[attr-defined]
        return FILES[kind](version) if kind in FILES else copy_response(version, kind)


def _by_code(request: HttpRequest, text: str) -> HttpResponse:
    """A typed code, the address of a verification page or of a shared link, or what a signed QR code says."""
    text = text.strip()[:LONGEST]
    if is_signed_code(text):
        return _show(request, verify_signed_code(text, scope_of(request.actor)))  # type: ignore[attr-defined]
    if found := SHARED_LINK.search(text):
        return redirect("transcripts:shared", token=found[1])
    found = IN_LINK.search(text)
    try:
        return redirect("transcripts:verify_code", code=parse_verify_code(found[1] if found else text))
    except DomainError as error:
        return _form(request, {"error": error, "code": text}, 422)


def _form(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "transcripts/verify.html", {**context, "asides": asides()}, status=status)


def _show(request: HttpRequest, verdict: Verdict, name: str = "", status: int = 200) -> HttpResponse:
    """A verdict as a page; that it was asked for is noted for the pupil's family."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = [verdict.entry, *(one.verdict.entry for one in verdict.years)]
    for school_id, student_id in dict.fromkeys((one.school_id, one.student_id) for one in asked if one):
        with looking_as(Scope("staff", frozenset({school_id})), scope_of(actor)):
            log_access(actor, school_id, [student_id], gettext_noop("Xác minh học bạ"))
    return _page(request, {"verdict": verdict, "file_name": name, "private": False}, status)


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "transcripts/verdict.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _link(request: HttpRequest, token: str) -> Share:
    """A link that is neither expired nor withdrawn. Others do not exist."""
    refuse_flood(_address(request), "shared")
    digest = hash_of(token)
    with looking_as(Scope("public", token=digest), scope_of(request.actor)):  # type: ignore[attr-defined]
        link = Share.objects.filter(token_hash=digest, withdrawn_at=None, expires_at__gt=now()).first()
    if link is None:
        hint = _("Liên kết đã hết hạn hoặc gia đình đã thu hồi. Hãy xin gia đình một liên kết mới.")
        raise NotFound(_("Liên kết này không còn dùng được."), hint=hint)
    return link


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _size(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else 0
