"""Pages of paper years: the list, entering with the scan, one year with its certificate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.approvals.api import history
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.files.api import LARGEST_SCAN, content_of
from khuevan.school.register.api import pupil_by_uid

from ..api import (
    PAPER_YEAR,
    STATES,
    Place,
    attach_scan,
    certify,
    drop,
    enter,
    holds,
    may,
    paper_year_by_uid,
    paper_years,
    read_results,
    results_of,
)

PAGE, ROWS = 50, 14
LOOKS = {"entered": "waiting", "certified": "approved", "withdrawn": "revoked"}
READERS = ("leader", "clerk", "teacher", "authority", "guardian")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Years that were copied from paper, those that wait first."""
    actor = _actor(request, "leader", "clerk")
    page = Paginator(paper_years(actor), getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    lines = [(one, LOOKS[one.case.state], _(STATES[one.case.state])) for one in page]
    return render(request, "bridging/index.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@login_required
def enter_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Copy one year of a pupil of the school."""
    actor = _actor(request, "leader", "clerk")
    found, error = pupil_by_uid(actor, uid), None
    if request.method == "POST":
        try:
            one = _entered(request, actor, found.person)
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Đã lưu. Lãnh đạo xem bản quét rồi ký chứng nhận."))
            return redirect("bridging:year", uid=one.uid)
    given = request.POST
    context = {
        "pupil": found.person,
        "error": error,
        "given": given,
        "rows": [tuple(_at(given, f"{name}-{row}") for name in ("n", "a", "b", "y")) for row in range(ROWS)],
        "learning": [(f"l{term}", _at(given, f"l{term}")) for term in (1, 2, 3)],
        "conduct": [(f"c{term}", _at(given, f"c{term}")) for term in (1, 2, 3)],
        "crumbs": _way(Crumb(found.person.full_name)),
    }
    return render(request, "bridging/enter.html", context, status=error.status if error else 200)


@require_GET
@login_required
def year(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One year: what was copied, its scan, its certificate, and what the reader may do."""
    actor = _actor(request, *READERS)
    one = paper_year_by_uid(actor, uid)
    log_access(actor, one.school_id, [one.student_id], gettext_noop("Năm học theo học bạ giấy"))
    state = one.case.state
    context = {
        "one": one,
        "look": LOOKS[state],
        "label": _(STATES[state]),
        "results": results_of(one.results),
        "holds": state != "certified" or holds(one),
        "steps": history(PAPER_YEAR, one.case_id),
        "certifies": state == "entered" and one.scan_id and may(actor, "certify", one),
        "attaches": state == "entered" and may(actor, "enter", one),
        "drops": state == "entered" and may(actor, "drop", one),
        "revokes": state == "certified" and may(actor, "revoke", one),
        "crumbs": _way(Crumb(one.student.full_name)) if actor.kind in ("leader", "clerk") else [],
    }
    return render(request, "bridging/year.html", context)


@require_GET
@login_required
def scan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The scan of the paper."""
    actor = _actor(request, *READERS)
    one = paper_year_by_uid(actor, uid)
    log_access(actor, one.school_id, [one.student_id], gettext_noop("Bản quét học bạ giấy"))
    if one.scan is None:
        raise NotFound(_("Chưa có bản quét."))
    ending = one.scan.media_type.rpartition("/")[2]
    response = HttpResponse(content_of(one.scan), content_type=one.scan.media_type)
    response["Content-Disposition"] = f'attachment; filename="hoc-ba-giay-{one.year}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Certify, or take away."""
    actor = _actor(request, "leader", "clerk")
    one = paper_year_by_uid(actor, uid)
    if verb == "certify":
        certify(actor, one, request.POST.get("pin", "").strip()[:32])
        messages.success(request, _("Đã ký chứng nhận. Năm học này hiện trong học bạ các năm."))
    elif verb == "drop":
        drop(actor, one, request.POST.get("reason", "").replace("\x00", ""))
        messages.success(request, _("Đã rút. Nhập lại được nếu cần."))
    elif verb == "attach":
        brought = request.FILES.get("scan")
        attach_scan(
            actor, one, brought.read(LARGEST_SCAN + 1) if brought else b"", brought.name or "" if brought else ""
        )
        messages.success(request, _("Đã lưu bản quét. Lãnh đạo đối chiếu rồi ký chứng nhận."))
    else:
        raise NotFound(_("Không có việc này."))
    return redirect("bridging:year", uid=uid)


def _entered(request: HttpRequest, actor: Actor, pupil: Any) -> Any:
    given = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    rows = [[_at(given, f"{name}-{row}") for name in ("n", "a", "b", "y")] for row in range(ROWS)]
    by_term = [[_at(given, f"{kind}{term}") for term in (1, 2, 3)] for kind in "lc"]
    results = read_results(rows, *by_term, _at(given, "outcome"), _at(given, "award"))
    place = Place(
        _number(given, "year"), _number(given, "grade"), _at(given, "class")[:20], _at(given, "school")[:160],
        _at(given, "book")[:60],
    )  # fmt: skip
    return enter(actor, pupil, place, results, *_scan(request))


def _scan(request: HttpRequest) -> tuple[bytes, str]:
    """The bytes of the file, no more than show that it is too large, and its name; nothing where none came."""
    brought = request.FILES.get("scan")
    return (brought.read(LARGEST_SCAN + 1), brought.name or "") if brought else (b"", "")


def _at(given: Any, name: str) -> str:
    return str(given.get(name, "")).strip()


def _number(given: Any, name: str) -> int:
    text = _at(given, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _actor(request: HttpRequest, *kinds: str) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in kinds:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def _way(*crumbs: Crumb) -> list[Crumb]:
    return [Crumb(_("Học bạ giấy"), reverse("bridging:index")), *crumbs]
