"""All years of a pupil: the page, the booklets, and what a family's link leads to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import DomainError, Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.audit.api import log_access
from khuevan.registry.isolation.api import Scope
from khuevan.school.bridging.api import Certified, certified_of, shared_years
from khuevan.school.register.api import pupil_by_uid
from khuevan.school.transcripts.api import DAYS, looking_as, refuse_flood

from ..api import (
    CareerYear,
    Link,
    booklet,
    career_of,
    count_opening,
    levels_of,
    links_of,
    open_link,
    share,
    shared_career,
    withdraw,
)

KINDS = ("teacher", "leader", "clerk", "authority", "guardian")
MADE = "career.shared"


@require_GET
@login_required
def career(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The years of a pupil in their order, each with its school and whether it holds."""
    return _page(request, _actor(request, *KINDS), uid)


def _page(request: HttpRequest, actor: Actor, uid: UUID, refusal: DomainError | None = None) -> HttpResponse:
    """The page of a pupil; after a refusal with what was typed and why not."""
    found = pupil_by_uid(actor, uid)
    log_access(actor, found.school_id, [found.person.pk], gettext_noop("Học bạ các năm"))
    years = career_of(actor, found.person.pk)
    token = request.session.pop(MADE, None)
    family = actor.kind == "guardian"
    context = {
        "pupil": found.person,
        "years": years,
        "levels": levels_of(years),
        "papers": certified_of(actor, found.person.pk),
        "office": actor.kind in ("leader", "clerk"),
        "family": family,
        "days": DAYS,
        "error": refusal,
        "given": {"days": request.POST.get("days", "7"), "purpose": request.POST.get("purpose", "")[:120]},
        "links": links_of(found.person.pk) if family else [],
        "made": request.build_absolute_uri(reverse("career:shared", args=[token])) if token else "",
        "crumbs": [Crumb(_("Học bạ"), reverse("transcripts:index")), Crumb(found.person.full_name)],
    }
    return render(request, "career/career.html", context, status=refusal.status if refusal else 200)


@require_GET
@login_required
def pdf(request: HttpRequest, uid: UUID, level: str) -> HttpResponse:
    """The booklet of one level."""
    actor = _actor(request, *KINDS)
    found = pupil_by_uid(actor, uid)
    log_access(actor, found.school_id, [found.person.pk], gettext_noop("In học bạ các năm"))
    years, papers = career_of(actor, found.person.pk), certified_of(actor, found.person.pk)
    return _file(years, level, found.person.code, papers)


@require_POST
@login_required
def make_link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A link to all years; its token is shown once."""
    actor = _actor(request, "guardian")
    found = pupil_by_uid(actor, uid)
    days = request.POST.get("days", "")
    chosen = int(days) if days in map(str, DAYS) else 0
    try:
        _link, token = share(actor, found.person, chosen, request.POST.get("purpose", ""))
    except Invalid as refusal:
        return _page(request, actor, uid, refusal)
    request.session[MADE] = token
    return redirect("career:career", uid=found.person.uid)


@require_POST
@login_required
def withdraw_link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let a link lead nowhere."""
    link = withdraw(_actor(request, "guardian"), uid)
    messages.success(request, _("Đã thu hồi liên kết. Ai mở lại cũng không thấy gì nữa."))
    return redirect("career:career", uid=link.student.uid)


@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder of a family's link sees; a link that has ended says so."""
    try:
        link, years = _opened(request, token)
    except NotFound as error:
        return render(request, "error.html", {"error": error}, status=error.status)
    count_opening(link, scope_of(request.actor))  # type: ignore[attr-defined]
    papers = shared_years(link.student_id, scope_of(request.actor))  # type: ignore[attr-defined]
    context = {"years": years, "papers": papers, "levels": levels_of(years), "link": link, "token": token}
    return _private(render(request, "career/shared.html", context))


@require_GET
def shared_pdf(request: HttpRequest, token: str, level: str) -> HttpResponse:
    """The booklet of one level behind a family's link."""
    link, years = _opened(request, token)
    papers = shared_years(link.student_id, scope_of(request.actor))  # type: ignore[attr-defined]
    return _private(_file(years, level, years[-1].content.pupil.code if years else "", papers))


def _opened(request: HttpRequest, token: str) -> tuple[Link, list[CareerYear]]:
    """A link that still leads somewhere, with the years; that they were looked at is noted for the family."""
    refuse_flood(str(request.META.get("REMOTE_ADDR", "")), "shared")
    actor: Any = request.actor  # type: ignore[attr-defined]
    back = scope_of(actor)
    link = open_link(token, back)
    if link is None:
        hint = _("Liên kết đã hết hạn hoặc gia đình đã thu hồi. Hãy xin gia đình một liên kết mới.")
        raise NotFound(_("Liên kết này không còn dùng được."), hint=hint)
    with looking_as(Scope("staff", frozenset({link.school_id})), back):
        log_access(actor, link.school_id, [link.student_id], gettext_noop("Học bạ các năm, qua liên kết chia sẻ"))
    return link, shared_career(link.student_id, back)


def _actor(request: HttpRequest, *kinds: str) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in kinds:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def _file(years: list[CareerYear], level: str, code: str, papers: Sequence[Certified]) -> HttpResponse:
    response = HttpResponse(booklet(years, level, papers), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="hoc-ba-{code}-cap-{level}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
