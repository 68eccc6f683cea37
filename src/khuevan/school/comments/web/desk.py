"""The pages on which comments are written: all of a teacher's classes, one class with its proposals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import classes_of
from khuevan.school.gradebook.api import LAST_PRIMARY_GRADE, has_marks, is_primary, part_name, stage_of

from ..api import Desk, Drafts, Outcome, as_saved, open_desk, propose, save_comments
from ..queries.desk import Kind
from ..queries.overview import books_of
from .parts import after, counts, drafts_of, lines, tag_choices, way

LONGEST_DEVICE = 120


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A teacher's books and classes, with how many comments are written."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "teacher" or not actor.unit_id:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    stage = stage_of(actor.unit_id, localdate())
    own = [
        (one, stage.period if one.grade <= LAST_PRIMARY_GRADE else stage.term)
        for one in classes_of(actor, stage.year, "lead")
        if has_marks(one)
    ]
    return render(request, "comments/index.html", {"books": books_of(actor, stage), "own": own})


@require_GET
@login_required
def book(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Comments of a class in a subject."""
    return _opened(request, "book", uid)


@require_GET
@login_required
def school_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The class teacher's comments."""
    return _opened(request, "class", uid)


@require_http_methods(["GET", "POST"])
@login_required
def work(request: HttpRequest, kind: Kind, uid: UUID, part: int) -> HttpResponse:
    """Propose, word anew, check or save what the form holds. Only saving writes; without a form the way to the page."""
    if request.method == "GET":
        return redirect(f"{reverse(f'comments:{kind}', args=[uid])}?term={part}")
    actor = request.actor  # type: ignore[attr-defined]
    desk = open_desk(actor, kind, uid, part)
    drafts = drafts_of(request, desk)
    if anew := request.POST.get("anew"):
        return _one(request, desk, propose(actor, desk, drafts, {anew} & drafts.keys()), anew, "line")
    if checked := request.POST.get("check"):
        return _one(request, desk, drafts, checked, "said")
    if request.POST.get("do") == "propose":
        return _page(request, desk, propose(actor, desk, drafts))
    device = request.headers.get("User-Agent", "").replace("\x00", "")[:LONGEST_DEVICE]
    if (only := request.POST.get("only", "")) in drafts:
        outcome = save_comments(actor, desk, drafts, {only}, device=device)
        return _one(request, desk, after(drafts, outcome), only, "line", outcome)
    outcome = save_comments(actor, desk, drafts, device=device)
    if not outcome.whole:
        return _page(request, desk, after(drafts, outcome), outcome)
    said = ngettext("Đã lưu %(n)d nhận xét.", "Đã lưu %(n)d nhận xét.", len(outcome.saved)) % {"n": len(outcome.saved)}
    messages.success(request, said)
    return redirect(_address(desk))


def _opened(request: HttpRequest, kind: Kind, uid: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    wanted = request.GET.get("term", "")
    desk = open_desk(actor, kind, uid, int(wanted) if wanted in {"1", "2", "3", "4"} else None)
    school = desk.school_class.school_id
    log_access(actor, school, [seat.id for seat in desk.seats], f"Nhận xét {desk.record}"[:120])
    return _page(request, desk, as_saved(desk))


def _page(request: HttpRequest, desk: Desk, drafts: Drafts, outcome: Outcome | None = None) -> HttpResponse:
    found = lines(desk, drafts, outcome)
    primary, part = is_primary(desk.school_class), desk.opened.part
    parts = range(1, 5) if primary else range(1, 3) if desk.kind == "book" else range(1, 4)
    back = reverse("gradebook:book" if desk.kind == "book" else "gradebook:homeroom", args=[desk.opened.thing.uid])
    context = _context(request, desk) | {
        "desk": desk,
        "lines": found,
        "counts": counts(found),
        "outcome": outcome,
        "lock": desk.opened.lock,
        "back": f"{back}?term={part}",
        "tabs": [Tab(part_name(primary, one), f"{_address(desk, one)}", one == part) for one in parts],
        "crumbs": way(Crumb(desk.title)),
    }
    return render(request, "comments/desk.html", context)


def _one(
    request: HttpRequest, desk: Desk, drafts: Drafts, uid: str, piece: str, outcome: Outcome | None = None
) -> HttpResponse:
    """One pupil's part of the page for htmx; the whole page for a browser without it."""
    found = lines(desk, drafts, outcome)
    line = next((one for one in found if one.seat.uid == uid), None)
    if line is None or not request.headers.get("HX-Request"):
        return _page(request, desk, drafts, outcome if outcome and not outcome.whole else None)
    return render(request, f"comments/parts/{piece}.html", _context(request, desk) | {"line": line})


def _context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    address = reverse(f"comments:work_{desk.kind}", args=[desk.opened.thing.uid, desk.opened.part])
    return {"address": address, "tags": tag_choices(), "longest": desk.longest, "closed": bool(desk.opened.lock)}


def _address(desk: Desk, part: int | None = None) -> str:
    return f"{reverse(f'comments:{desk.kind}', args=[desk.opened.thing.uid])}?term={part or desk.opened.part}"
