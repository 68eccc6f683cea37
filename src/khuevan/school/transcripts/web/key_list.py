"""The keys of a school, for its office; how schools stand with keys, for authorities."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.platform.signing.api import KeyLine, SigningKey, is_clock_slow, key_lines, revoke_key, school_keys
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import schools_under

from .parts import actor_of, way

PAGE = 50
STATES = {
    "none": (gettext_lazy("Chưa có khoá"), "warning", "key"),
    "valid": (gettext_lazy("Đang dùng"), "success", "check"),
    "ending": (gettext_lazy("Sắp hết hạn"), "warning", "clock"),
    "expired": (gettext_lazy("Hết hạn"), "danger", "alert-triangle"),
    "future": (gettext_lazy("Chưa có hiệu lực"), "warning", "clock"),
    "revoked": (gettext_lazy("Đã thu hồi"), "danger", "ban"),
    "unknown": (gettext_lazy("Chưa rõ thu hồi"), "warning", "alert-triangle"),
}
KINDS = {
    "seal": gettext_lazy("Con dấu"),
    "file": gettext_lazy("Tệp trên máy chủ"),
    "token": gettext_lazy("Token, HSM"),
    "remote": gettext_lazy("Dịch vụ ký số"),
}
FILTERS = {
    "": (gettext_noop("Tất cả"), frozenset(STATES)),
    "none": (gettext_noop("Chưa có khoá dùng được"), frozenset({"none", "expired", "revoked"})),
    "ending": (gettext_noop("Hết hạn trong 60 ngày"), frozenset({"ending"})),
    "doubt": (gettext_noop("Cần xem lại"), frozenset({"future", "unknown"})),
}


@require_GET
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """Everybody who signs at the school, and the seal: which key, from whom, until when, in what state."""
    actor = _office(request)
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in FILTERS else ""
    lines = key_lines(actor.unit_id or 0)
    tabs = [
        Tab(_(name), f"?show={code}", code == wanted, sum(one.state in states for one in lines))
        for code, (name, states) in FILTERS.items()
    ]
    context = {
        "rows": [_shown(one) for one in lines if one.state in FILTERS[wanted][1]],
        "tabs": tabs,
        "slow": is_clock_slow(),
        "crumbs": way(Crumb(_("Khoá ký của trường"))),
    }
    return render(request, "transcripts/keys.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a key back, for a reason."""
    actor = _office(request)
    key = SigningKey.objects.filter(school_id=actor.unit_id, uid=uid).first()
    if key is None:
        raise NotFound(_("Không có khoá ký này."))
    revoke_key(actor, key.pk, reason=request.POST.get("reason", ""))
    messages.success(
        request, _("Đã thu hồi khoá của %(name)s. Chữ ký trước lúc này vẫn có giá trị.") % {"name": key.name}
    )
    return redirect("transcripts:keys")


@require_GET
@login_required
def schools(request: HttpRequest) -> HttpResponse:
    """How many people of each school sign, and how their keys stand."""
    actor = actor_of(request, "authority")
    lines = school_keys(schools_under(actor.unit_id or 0, today()))
    page = Paginator(lines, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    totals = {name: sum(getattr(one, name) for one in lines) for name in ("signers", "without", "ending", "expired")}
    crumbs = [Crumb(_("Tiếp nhận học bạ"), reverse("transcripts:desk")), Crumb(_("Khoá ký các trường"))]
    return render(request, "transcripts/keys_schools.html", {"page": page, "totals": totals, "crumbs": crumbs})


def _shown(line: KeyLine) -> dict[str, object]:
    label, tone, icon = STATES[line.state]
    seal = line.person_id is None
    kind = KINDS[line.key.kind] if line.key else ""
    return {
        "line": line,
        "seal": seal,
        "kind": _("Con dấu · %(kind)s") % {"kind": kind} if seal and kind else kind,
        "issuer": _common_name(line.key.issuer) if line.key else "",
        "label": label,
        "tone": tone,
        "icon": icon,
    }


def _common_name(issuer: str) -> str:
    """``CN=Cấp phát,O=Khuê Văn,C=VN`` → Cấp phát; a name without one stays whole."""
    parts = [part.removeprefix("CN=") for part in issuer.split(",") if part.startswith("CN=")]
    return parts[0] if parts else issuer


def _office(request: HttpRequest) -> Actor:
    actor = actor_of(request, "leader", "clerk")
    if actor.unit_id not in actor.school_ids:
        raise NotFound(_("Khoá ký chỉ có ở trường học."))
    return actor
