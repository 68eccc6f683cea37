"""What one does with an import; each leads back to its page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel.clock import TIME_ZONE, now
from khuevan.kernel.errors import Conflict, Invalid

from ..api import decide, order_check, order_undo, order_write, receive, receive_sheet
from .parts import actor_of, asked, target_for

LARGEST = 30 * 1024 * 1024


@require_POST
@login_required
def receive_list(request: HttpRequest) -> HttpResponse:
    """Take a file or a paste."""
    goal = target_for(request, request.POST.get("kind", ""))
    actor = actor_of(request)
    content, name = given(request)
    found = receive(actor, actor.unit_id or 0, goal.layout.code, content, name)
    return redirect("sheets:import", uid=found.uid)


def given(request: HttpRequest) -> tuple[bytes, str]:
    """The uploaded file, or the pasted text as one. Raises ``Invalid`` where there is neither."""
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile) and upload.size:
        if upload.size > LARGEST:
            raise Invalid(_("Tệp quá 30 MB."), hint=_("Tách tệp thành nhiều phần, hoặc xoá ảnh trong tệp."))
        return upload.read(), upload.name or "danh-sach.xlsx"
    pasted = request.POST.get("pasted", "")
    if pasted.strip():
        at = now().astimezone(TIME_ZONE)
        return pasted.encode(), f"{_('Dán lúc')} {at:%H.%M %d-%m-%Y}.csv"
    raise Invalid(_("Chưa có danh sách nào."), hint=_("Chọn một tệp, hoặc dán các ô đã chép từ bảng tính."))


@require_POST
@login_required
def another_sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Go on with another sheet of the same file."""
    found = receive_sheet(actor_of(request), asked(request, uid).pk, request.POST.get("sheet", ""))
    return redirect("sheets:import", uid=found.uid)


@require_POST
@login_required
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Check the rows with the confirmed columns."""
    found = asked(request, uid)
    chosen = {int(key[1:]): value for key, value in request.POST.items() if key[:1] == "c" and key[1:].isdecimal()}
    order_check(actor_of(request), found.pk, chosen, request.POST.get("group", "").strip())
    return redirect("sheets:import", uid=uid)


@require_POST
@login_required
def decide_rows(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take doubtful rows as they are, or no longer."""
    found = asked(request, uid)
    rows = [int(text) for text in request.POST.getlist("row") if text.isdecimal() and len(text) < 10]
    taken = request.POST.get("take") == "yes"
    count = decide(actor_of(request), found.pk, rows, taken)
    said = _("Đã nhận %(n)d dòng.") if taken else _("Đã bỏ chọn %(n)d dòng.")
    messages.success(request, said % {"n": count})
    response = redirect("sheets:import", uid=uid)
    response["Location"] += "?show=doubtful"
    return response


@require_POST
@login_required
def write(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write all rows, or all but the wrong and undecided ones; the dry run stays in sight while it cannot be."""
    response = redirect("sheets:import", uid=uid)
    try:
        order_write(actor_of(request), asked(request, uid).pk, leave_out=bool(request.POST.get("leave_out")))
    except Conflict as refusal:
        if refusal.code == "rows_left":
            response["Location"] += "?show=error&refused=1"
        else:
            messages.error(request, str(refusal))
    return response


@require_POST
@login_required
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back all that the import wrote."""
    order_undo(actor_of(request), asked(request, uid).pk)
    return redirect("sheets:import", uid=uid)
