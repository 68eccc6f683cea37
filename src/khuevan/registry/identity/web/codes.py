"""The Ministry's codes for those who have none: typed beside the name, or pasted as a list."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import Invalid
from khuevan.kernel.trail import Crumb

from ..actions.codes import Line, adopt_codes, judge_codes
from ..queries.codes import count_without, without_code
from .parts import office_of, tabs, way

PAGE = 50
_BETWEEN = re.compile(r"[\s,;→>]+")


@require_GET
@login_required
def codes(request: HttpRequest) -> HttpResponse:
    """Who at the school has no code of the Ministry."""
    actor, school = office_of(request)
    page = Paginator(range(count_without(school)), PAGE).get_page(request.GET.get("page"))
    people = without_code(school, max(page.start_index() - 1, 0), PAGE)
    return render(
        request, "identity/codes.html", {"tabs": tabs(actor, "identity:codes"), "page": page, "people": people}
    )


@require_POST
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """The dry run: what would become of each line."""
    _actor, school = office_of(request)
    return _checked(request, school, given(request))


def _checked(request: HttpRequest, school: int, lines: list[Line]) -> HttpResponse:
    judged = judge_codes(school, lines)
    counts = {verdict: sum(one.verdict == verdict for one in judged) for verdict in ("good", "same", "wrong")}
    context: dict[str, Any] = {"judged": judged, "counts": counts, "crumbs": way(Crumb(_("Xem trước mã")))}
    context["pasted"] = "\n".join(f"{line.old}\t{line.new}" for line in lines)
    return render(request, "identity/codes_checked.html", context)


@require_POST
@login_required
def adopt(request: HttpRequest) -> HttpResponse:
    """Write the codes, all or none."""
    actor, school = office_of(request)
    count = adopt_codes(actor, school, given(request), leave_out=bool(request.POST.get("leave_out")))
    messages.success(request, _("%(n)d người đã có mã của Bộ. Mã cũ vẫn tra cứu được.") % {"n": count})
    return redirect("identity:codes")


def given(request: HttpRequest) -> list[Line]:
    """The pasted lines, and the fields beside the names. Raises ``Invalid`` where there is nothing, or half a line."""
    lines = []
    for number, text in enumerate(request.POST.get("pasted", "").splitlines(), 1):
        parts = [part for part in _BETWEEN.split(text.strip().lstrip("\ufeff")) if part and part != "-"]
        if not parts:
            continue
        if len(parts) != 2 or max(map(len, parts)) > 40:
            raise Invalid(
                _("Dòng %(n)d không phải là hai mã.") % {"n": number},
                hint=_("Mỗi dòng viết mã cũ rồi mã mới, cách nhau bằng dấu tab, dấu phẩy hoặc dấu cách."),
            )
        lines.append(Line(*parts))
    typed = zip(request.POST.getlist("old"), request.POST.getlist("new"), strict=False)
    lines += [Line(old.strip()[:40], new.strip()[:40]) for old, new in typed if old.strip() and new.strip()]
    if not lines:
        raise Invalid(_("Chưa có mã nào."), hint=_("Gõ mã của Bộ cạnh tên, hoặc dán danh sách mã cũ, mã mới."))
    return lines
