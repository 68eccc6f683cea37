"""One's own signing key, and the school's seal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.signing.api import change_pin, elsewhere, enrol_remote, enrol_token, issue_key, key_of
from khuevan.registry.accounts.api import Actor

from .parts import actor_of, way

STAFF = ("teacher", "leader", "clerk")


@require_GET
@login_required
def key(request: HttpRequest) -> HttpResponse:
    """What one's key is, or the form to make one; for the office also the seal."""
    actor = _staff(request)
    school = actor.unit_id or 0
    office = actor.kind in ("leader", "clerk")
    context = {
        "key": key_of(school, actor.person_id),
        "seal": key_of(school, None) if office else None,
        "office": office,
        "elsewhere": elsewhere(school),
        "crumbs": way(Crumb(_("Khoá ký của tôi"))),
    }
    return render(request, "transcripts/key.html", context)


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """Make one's key under a PIN that only its owner knows, or the school's seal."""
    actor = _staff(request)
    seal = _of_the_seal(request, actor)
    chosen = _chosen_pin(request)
    issue_key(actor, actor.unit_id or 0, None if seal else actor.person_id, chosen, title="" if seal else actor.title)
    messages.success(
        request, _("Đã tạo con dấu số của trường.") if seal else _("Đã tạo khoá ký. Thầy cô ký được từ bây giờ.")
    )
    return redirect("transcripts:key")


@require_POST
@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """Take one's own certificate, or the seal's, into use: on a token at the server, or at the signing service."""
    actor = _staff(request)
    seal = _of_the_seal(request, actor)
    whose, given = None if seal else actor.person_id, request.POST.get("pin", "")[:32]
    token, account = request.POST.get("token", "")[:64], request.POST.get("account", "").strip()[:160]
    if token:
        enrol_token(actor, actor.unit_id or 0, whose, token, given)
    elif account:
        enrol_remote(actor, actor.unit_id or 0, whose, account, given)
    else:
        raise Invalid(_("Chưa chọn token hoặc ghi tài khoản ký số."), hint=_("Chọn một trong hai rồi làm lại."))
    messages.success(request, _("Đã đăng ký chứng thư. Ký được từ bây giờ."))
    return redirect("transcripts:key")


@require_POST
@login_required
def pin(request: HttpRequest) -> HttpResponse:
    """Put one's key under another PIN."""
    actor = _staff(request)
    change_pin(actor.unit_id or 0, actor.person_id or 0, request.POST.get("old", "")[:32], _chosen_pin(request))
    messages.success(request, _("Đã đổi mã PIN."))
    return redirect("transcripts:key")


def _staff(request: HttpRequest) -> Actor:
    actor = actor_of(request, *STAFF)
    if actor.unit_id not in actor.school_ids:
        raise NotFound(_("Khoá ký chỉ có ở trường học."))
    return actor


def _of_the_seal(request: HttpRequest, actor: Actor) -> bool:
    """Whether the form is about the school's seal, which is not a teacher's to ask for."""
    seal = request.POST.get("seal") == "1"
    if seal and actor.kind == "teacher":
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return seal


def _chosen_pin(request: HttpRequest) -> str:
    first, again = request.POST.get("pin", "").strip()[:32], request.POST.get("again", "").strip()[:32]
    if first != again:
        raise Invalid(_("Hai lần nhập mã PIN không giống nhau."), hint=_("Nhập lại cả hai ô."), code="pin_again")
    return first
