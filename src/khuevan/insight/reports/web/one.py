"""One report: what it says, what was corrected, the files."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor

from ..api import (
    OWNERS,
    REGIONS,
    Report,
    correct,
    corrections_of,
    differences,
    gaps_in_words,
    intact,
    may,
    report_by_uid,
    standing_of,
)
from .parts import changes_of, reader, tables_of, title_of, way


@require_GET
@login_required
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The frozen numbers as they stand after their corrections, and whether the signatures hold."""
    return shown(request, reader(request), report_by_uid(uid))


def shown(request: HttpRequest, actor: Actor, one: Report, refusal: DomainError | None = None) -> HttpResponse:
    """The page of a report, with why something was not done."""
    some = corrections_of(one)
    told = standing_of(one, some)
    context = {
        "one": one,
        "title": title_of(one.round),
        "refusal": refusal,
        "told": told,
        "owner": _(OWNERS[told.declared["owner"]]) if told.declared else "",
        "region": _(REGIONS[told.declared["region"]]) if told.declared else "",
        "gaps": gaps_in_words(one.gaps),
        "tables": tables_of(told.figures, one.figures),
        "corrections": [(each, changes_of(each.changes), intact(each)) for each in some],
        "holds": intact(one) and all(intact(each) for each in some),
        "corrects": _corrects(actor, one),
        "crumbs": way(
            Crumb(title_of(one.round), reverse("reports:round", args=[one.round.uid])), Crumb(one.school.name)
        ),
    }
    return render(request, "reports/report.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@login_required
def correction(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What differs today from what was frozen, and the reason."""
    actor, one, refusal = reader(request), report_by_uid(uid), None
    if not _corrects(actor, one):
        raise NotFound(_("Báo cáo này do đơn vị khác điều chỉnh."), hint=_("Mỗi đơn vị điều chỉnh báo cáo của mình."))
    given, told = request.POST, standing_of(one)
    if request.method == "POST":
        declared = {name: given.get(name, "") for name in ("owner", "region")}
        reason = given.get("reason", "").replace("\x00", "")
        try:
            correct(actor, one, reason, given.get("pin", "").strip()[:32], declared)
        except DomainError as caught:
            refusal = caught
        else:
            messages.success(request, _("Đã ghi điều chỉnh. Bản đã chốt vẫn giữ nguyên."))
            return redirect("reports:report", uid)
    context = {
        "one": one,
        "title": title_of(one.round),
        "changes": changes_of(differences(one, told)),
        "refusal": refusal,
        "given": given,
        "declared": told.declared,
        "owners": [(code, _(words)) for code, words in OWNERS.items()],
        "regions": [(code, _(words)) for code, words in REGIONS.items()],
        "crumbs": way(Crumb(title_of(one.round), reverse("reports:report", args=[uid])), Crumb(_("Điều chỉnh"))),
    }
    return render(request, "reports/correct.html", context, status=refusal.status if refusal else 200)


@require_GET
@login_required
def xml(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The document that was signed."""
    reader(request)
    one = report_by_uid(uid)
    return _file(one.xml, f"bao-cao-{one.round.period}-{one.round.year}.xml")


@require_GET
@login_required
def statement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The province's signed word (COSE) for the digest of a whole."""
    reader(request)
    one = report_by_uid(uid)
    if not one.statement:
        raise NotFound(_("Báo cáo của trường có chữ ký ngay trong bản XML."))
    return _file(one.statement, f"chu-ky-{one.round.period}-{one.round.year}.txt", "text/plain")


@require_GET
@login_required
def correction_xml(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """The signed document of a correction."""
    reader(request)
    one = next((each for each in corrections_of(report_by_uid(uid)) if each.number == number), None)
    if one is None:
        raise NotFound(_("Không có điều chỉnh này."))
    return _file(one.xml, f"dieu-chinh-{number}.xml")


def _file(text: str, name: str, kind: str = "application/xml") -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _corrects(actor: Actor, one: Report) -> bool:
    return one.school_id == actor.unit_id and may(actor, "open" if one.whole else "freeze")
