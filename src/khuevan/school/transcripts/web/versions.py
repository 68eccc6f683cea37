"""The page of one transcript, its files, and what may be done to it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.documents.api import render as print_sheet
from khuevan.registry.audit.api import log_access
from khuevan.registry.files.api import content_of as bytes_of

from ..actions.corrections import correct as do_correct
from ..actions.corrections import revoke as do_revoke
from ..actions.delivery import accept as do_accept
from ..actions.delivery import return_ as do_return
from ..actions.issuing import verify_url
from ..adapters.paper import sheet_of, template_of
from ..models import Version
from ..policies import ISSUED, TRANSCRIPT, may
from ..ports import copies, version_panels
from ..queries.opening import open_version
from ..queries.stamps import record_of, stamp_of, under
from ..queries.versions import version_by_uid
from .parts import actor_of, signature_lines, state, text_of, way

READERS = ("teacher", "leader", "clerk", "authority", "guardian")
ACTIONS = ("correct", "revoke", "accept", "return", "share")


@require_GET
@login_required
def transcript(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a transcript says, who signed which part, what happened to it, its versions and files."""
    actor = actor_of(request, *READERS)
    opened = open_version(actor, uid)
    version = opened.version
    log_access(actor, version.school_id, [version.student_id], _page(version))
    possible = TRANSCRIPT.verbs(version.case.state, actor.kind)
    context = {
        "title": _("Học bạ của %(name)s") % {"name": version.student.full_name},
        "opened": opened,
        "version": version,
        "content": opened.content,
        "state": state(version.case.state),
        "signatures": signature_lines(opened.holding, opened.content),
        "lapsed": signature_lines(opened.lapsed, opened.content) if opened.lapsed else [],
        "stamp": stamp_of(version) if opened.stamped else None,
        "history": opened.history,
        "versions": [(one, state(one.case.state)) for one in opened.versions],
        "stopped": version.case.state in ("returned", "superseded", "revoked"),
        "in_force": version.case.state in ISSUED,
        "can": {verb: verb in possible and may(actor, verb, version) for verb in ACTIONS},
        "private": True,
        "proof_url": reverse("transparency:public_proof", args=["versions", version.digest]) if version.digest else "",
        "copies": copies().values(),
        "panels": version_panels(actor, version),
        "crumbs": _crumbs(actor.kind, version),
    }
    return render(request, "transcripts/transcript.html", context)


@require_GET
@login_required
def xml(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The signed document."""
    return xml_response(_issued(request, uid))


@require_GET
@login_required
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The sealed paper, or a preview of it, marked as such, while the transcript is not issued."""
    actor = actor_of(request, *READERS)
    version = version_by_uid(actor, uid)
    if version.issued_at:
        return pdf_response(_issued(request, uid))
    opened = open_version(actor, uid)
    if opened.content is None:
        raise NotFound(_("Học bạ này chưa có nội dung để in."))
    log_access(actor, version.school_id, [version.student_id], _page(version))
    sheet = sheet_of(opened.content, opened.holding, verify_url(version.verify_code), "", None)
    return HttpResponse(print_sheet(template_of(opened.content), sheet), content_type="application/pdf")


@require_GET
@login_required
def evidence(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The evidence record (RFC 4998) of document and paper."""
    return evidence_response(_issued(request, uid))


@require_GET
@login_required
def copy(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Another form of an issued version."""
    return copy_response(_issued(request, uid), kind)


@require_POST
@login_required
def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin a new version in place of this one."""
    actor = actor_of(request, "leader")
    version = version_by_uid(actor, uid, "correct")
    fresh = do_correct(actor, version.pk, text_of(request, "reason"), text_of(request, "decision_no"))
    said = _("Đã lập phiên bản %(n)d. Mở khoá sổ điểm nếu cần sửa, rồi các phần đã sửa được ký lại.")
    messages.success(request, said % {"n": fresh.number})
    return redirect("transcripts:transcript", uid=fresh.uid)


@require_POST
@login_required
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the force from this version."""
    actor = actor_of(request, "leader")
    do_revoke(actor, version_by_uid(actor, uid, "revoke").pk, text_of(request, "reason"))
    messages.success(request, _("Đã thu hồi học bạ. Trang xác minh báo điều này từ bây giờ."))
    return redirect("transcripts:transcript", uid=uid)


@require_POST
@login_required
def accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The Sở takes this one in."""
    actor = actor_of(request, "authority")
    version = version_by_uid(actor, uid, "accept")
    do_accept(actor, [version.pk])
    messages.success(request, _("Đã tiếp nhận học bạ."))
    return redirect(_desk(version))


@require_POST
@login_required
def return_(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The Sở sends this one back with a reason."""
    actor = actor_of(request, "authority")
    version = version_by_uid(actor, uid, "return")
    do_return(actor, version.pk, text_of(request, "reason"))
    messages.success(request, _("Đã trả lại học bạ cho nhà trường kèm lý do."))
    return redirect(_desk(version))


def _desk(version: Version) -> str:
    """Where the Sở goes on: with what came in of the same year."""
    return f"{reverse('transcripts:desk')}?year={version.transcript.year}"


def xml_response(version: Version) -> HttpResponse:
    """The signed document as a file to keep."""
    response = HttpResponse(version.xml.encode(), content_type="application/xml")
    return _attached(response, version, "xml")


def pdf_response(version: Version) -> HttpResponse:
    """The sealed paper as a file to keep, with its time-stamp where it has one."""
    if version.pdf is None:
        raise NotFound(_("Học bạ này chưa có bản PDF."))
    stamped = under(version)
    paper = bytes_of(version.pdf) + bytes((stamped and stamped.tail) or b"")
    return _attached(HttpResponse(paper, content_type="application/pdf"), version, "pdf")


def evidence_response(version: Version) -> HttpResponse:
    """The proof of when the files existed, as a file to keep beside them."""
    found = record_of(version)
    if found is None:
        raise NotFound(_("Học bạ này chưa có dấu thời gian."), hint=_("Dấu thời gian có sau khi phát hành ít phút."))
    return _attached(HttpResponse(found, content_type="application/octet-stream"), version, "ers")


def copy_response(version: Version, kind: str) -> HttpResponse:
    """Another form of an issued version as a file to keep. Raises ``NotFound`` for a kind that nobody makes."""
    made = copies().get(kind)
    if made is None:
        raise NotFound(_("Không có tệp này."))
    return _attached(HttpResponse(made.make(version), content_type=made.content_type), version, kind)


def _attached(response: HttpResponse, version: Version, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="hoc-ba-{version.verify_code}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _issued(request: HttpRequest, uid: UUID) -> Version:
    actor = actor_of(request, *READERS)
    version = version_by_uid(actor, uid)
    if version.issued_at is None:
        raise NotFound(_("Học bạ này chưa phát hành."))
    log_access(actor, version.school_id, [version.student_id], _page(version))
    return version


def _page(version: Version) -> str:
    return f"Học bạ năm học {year_label(version.transcript.year)}"  # in Vietnamese, as records are


def _crumbs(kind: str, version: Version) -> list[Crumb]:
    name = Crumb(version.student.full_name)
    if kind in ("guardian", "authority"):
        return way(name)
    school_class = version.transcript.school_class
    label = _("Lớp %(name)s") % {"name": school_class.name}
    return way(Crumb(label, reverse("transcripts:class", args=[school_class.uid])), name)
