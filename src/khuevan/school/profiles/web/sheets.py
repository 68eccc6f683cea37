"""One profile, section by section: read, filled in, saved."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel.errors import Conflict, NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.catalogues.api import section_name

from ..api import Sheet, Wrong, save_section, sheet_of
from ..models import Profile
from ..policies import may
from ..queries.people import next_lacking
from .forms import PartForm
from .parts import kind_name

LONGEST = 80


@require_http_methods(["GET", "POST"])
@login_required
def sheet(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """A section of a profile; a clerk sends it back filled in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    school_id = actor.unit_id or 0
    if actor.kind not in ("leader", "clerk", "teacher") or school_id not in actor.school_ids:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    found = sheet_of(school_id, kind, uid)
    if not may(actor, "read", Profile(school_id=school_id, kind=kind, person_id=found.person["id"])):
        raise NotFound(_("Không tìm thấy hồ sơ này."))
    if request.method == "POST":
        return _save(request, actor, school_id, kind, found)
    log_access(actor, school_id, [found.person["id"]], "Hồ sơ")
    line = request.GET.get("line", "")[:LONGEST]
    asked = request.GET.get("section", "")
    part = found.part(asked) if asked else found.first(line.removeprefix("no:"))
    return _page(request, kind, found, PartForm(part), line)


def _save(request: HttpRequest, actor: Actor, school_id: int, kind: str, found: Sheet) -> HttpResponse:
    key, line, uid = request.POST.get("section", ""), request.POST.get("line", "")[:LONGEST], found.person["uid"]
    part = found.part(key)
    typed = {one.field.code: request.POST[one.field.code] for one in part.writable if one.field.code in request.POST}
    typed = {code: text.replace("\x00", "") for code, text in typed.items()}
    try:
        saved = save_section(actor, school_id, kind, uid, key, typed, request.POST.get("seen", ""))
    except Wrong as wrong:
        form = PartForm(part, typed)
        form.say_wrong(wrong.fields)
        return _page(request, kind, found, form, line, str(wrong), wrong.status)
    except Conflict as conflict:
        form = PartForm(part, typed)
        form.say_changed()
        return _page(request, kind, found, form, line, str(conflict), conflict.status)
    said = _("Đã lưu: %(name)s, %(section)s.") % {"name": found.person["name"], "section": section_name(key).lower()}
    messages.success(request, said if saved.changed else _("Không có gì thay đổi."))
    for one in saved.part.writable:
        if one.doubts:
            messages.warning(request, _("Số định danh cá nhân đã lưu nhưng có chỗ cần xem lại."))
    return redirect(_onward(request, school_id, kind, found, key, line))


def _onward(request: HttpRequest, school_id: int, kind: str, found: Sheet, key: str, line: str) -> str:
    """Where the clerk goes on: the next section, or the next person; the list when nobody is left."""
    uid, then = found.person["uid"], request.POST.get("then", "")
    if then == "person":
        following = next_lacking(school_id, kind, uid, line)
        if following is None:
            messages.success(request, _("Không còn ai khác trong danh sách này."))
            return f"{reverse('profiles:index')}?kind={kind}"
        return address(kind, following, line=line)
    after = found.after(key)
    return address(kind, uid, section=after.key if after and then == "section" else key, line=line)


def address(kind: str, uid: UUID, **more: str) -> str:
    """The address of a profile."""
    query = urlencode({name: value for name, value in more.items() if value})
    return reverse(f"profiles:{kind}", args=[uid]) + (f"?{query}" if query else "")


def _page(
    request: HttpRequest, kind: str, found: Sheet, form: PartForm, line: str, refused: str = "", status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    uid, part = found.person["uid"], form.part
    writes = may(actor, "write", Profile(school_id=actor.unit_id, kind=kind, person_id=found.person["id"]))
    tabs = [
        Tab(
            section_name(one.key),
            address(kind, uid, section=one.key, line=line),
            one.key == part.key,
            one.lacking or None,
        )
        for one in found.parts
    ]
    crumbs = [Crumb(_("Hồ sơ"), f"{reverse('profiles:index')}?kind={kind}")] if writes else []
    context = {
        "kind": kind,
        "kind_name": kind_name(kind),
        "person": found.person,
        "part": part,
        "section": section_name(part.key),
        "form": form,
        "tabs": tabs,
        "line": line,
        "refused": refused,
        "writes": writes,
        "last": found.after(part.key) is None,
        "crumbs": [*crumbs, Crumb(found.person["name"])],
    }
    return render(request, "profiles/sheet.html", context, status=status)
