"""What families see of their children, and the links by which they show a transcript to others."""

import re
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.clock import now
from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Crumb, Tab
from khuevan.platform.documents.api import qr_svg
from khuevan.registry.audit.api import log_access, looks_of_others
from khuevan.school.gradebook.api import LAST_GRADE, child_year, own_year

from ..actions.sharing import DAYS, share, withdraw
from ..queries.children import at_a_glance
from ..queries.family import Child, child_by_uid, links_of
from ..queries.versions import version_by_uid
from .family_marks import marks_table
from .marks_markup import drawn, looked
from .parts import actor_of, state, text_of

LOOKED_FOR, LOOKED = timedelta(days=90), 8
MADE = "transcripts.shared"
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@require_GET
@login_required
def family(request: HttpRequest) -> HttpResponse:
    """The children, with what is new; a family with one child goes straight to it."""
    actor = actor_of(request, "guardian")
    found = at_a_glance(actor)
    if len(found) == 1:
        return redirect("transcripts:child", uid=found[0].uid)
    context = {"children": [(child, state(child.state) if child.state else None) for child in found]}
    return render(request, "transcripts/family.html", context)


@require_GET
@login_required
def child(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One child: marks of a year by term, comments, transcripts, links, and who has looked."""
    actor = actor_of(request, "guardian")
    one, papers = child_by_uid(actor, uid)
    years = sorted({paper.year for paper in papers} | _place_year(one), reverse=True)
    wanted = request.GET.get("year", "")
    year = next((known for known in years if str(known) == wanted), years[0] if years else None)
    marks = own_year(actor, one.pk, year) if year else None
    if one.school_id:
        log_access(actor, one.school_id, [one.pk], gettext_noop("Kết quả học tập của con"))
    context = {
        "child": one,
        "lead": f"{one.class_name} · {one.school_name}" if one.year else "",
        "year": year,
        "tabs": [Tab(year_label(other), f"?year={other}", other == year) for other in years],
        "marks": drawn(marks_table(marks)) if marks else None,
        "seen": child_year(actor, one.pk, year) if year and _young(one) else None,
        "papers": [(paper, state(paper.state)) for paper in papers],
        "links": links_of(one.pk) if any(paper.shared for paper in papers) else (),
        "made": _made(request),
        "days": DAYS,
        "looked": looked(looks_of_others(one.pk, actor.user_id or 0, now() - LOOKED_FOR, LOOKED)),
        "crumbs": [Crumb(_("Các con"), reverse("transcripts:family")), Crumb(one.name)],
    }
    return render(request, "transcripts/child.html", context)


@require_POST
@login_required
def make_link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a link to a transcript; its token is shown once."""
    actor = actor_of(request, "guardian")
    version = version_by_uid(actor, uid, "share")
    days = request.POST.get("days", "")
    _link, token = share(actor, version.pk, int(days) if days in map(str, DAYS) else 0, text_of(request, "purpose"))
    request.session[MADE] = token
    return redirect(reverse("transcripts:child", args=[version.student.uid]) + "#links")


@require_POST
@login_required
def withdraw_link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let a link lead nowhere."""
    actor = actor_of(request, "guardian")
    link = withdraw(actor, uid)
    messages.success(request, _("Đã thu hồi liên kết. Ai mở lại cũng không thấy gì nữa."))
    return redirect(reverse("transcripts:child", args=[link.student.uid]) + "#links")


def _made(request: HttpRequest) -> dict[str, str] | None:
    """The link that was just made, once."""
    token = request.session.pop(MADE, None)
    if not token:
        return None
    url = request.build_absolute_uri(reverse("transcripts:shared", args=[token]))
    scalable = _SIZE.sub(r'viewBox="0 0 \1 \2"', qr_svg(url).decode(), count=1)
    return {"url": url, "qr": scalable}


def _place_year(one: Child) -> set[int]:
    return {one.year} if one.year and one.grade else set()


def _young(one: Child) -> bool:
    """At a preschool, where nobody has marks or a transcript."""
    return one.grade is not None and one.grade > LAST_GRADE
