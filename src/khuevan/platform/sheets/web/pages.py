"""What one looks at: the first page, an import in whatever state it is, and the file with comments."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.audit.api import log_access

from ..api import (
    NOTE,
    Import,
    Problem,
    Verdict,
    commented,
    imports,
    lines,
    proposal_of,
    said,
    standing,
    table_of,
    target,
    targets_of,
)
from .parts import Row, actor_of, asked, door, download, rows_of, target_for, way

State = Import.State
BUSY = (State.CHECKING, State.WRITING, State.UNDOING)
PER_PAGE, HISTORY = 50, 20
_NAMES = {
    Verdict.NEW: gettext_noop("Mới"),
    Verdict.CHANGED: gettext_noop("Thay đổi"),
    Verdict.DOUBTFUL: gettext_noop("Nghi ngờ"),
    Verdict.ERROR: gettext_noop("Lỗi"),
    NOTE: gettext_noop("Lưu ý"),
    Verdict.UNCHANGED: gettext_noop("Không đổi"),
}


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Bring a list in, take one out, and what was brought in before."""
    actor = actor_of(request)
    alone = request.GET.get("list", "")
    kinds = [target_for(request, alone)] if alone else targets_of(actor.kind)
    if not kinds:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    found = imports(actor).filter(layout__in=[one.layout.code for one in kinds])
    history = Paginator(found, getattr(request, "per_page", HISTORY)).get_page(request.GET.get("page"))
    titles = {one.layout.code: _(one.layout.title) for one in kinds}
    for one in history:
        one.title = titles[one.layout]
    out = [(one.layout, one.groups(actor.unit_id or 0)) for one in kinds]
    context = {"kinds": kinds, "out": out, "history": history}
    if kinds[0].home:
        context |= {"alone": kinds[0], "crumbs": way(kinds[0])[:1]}
    return render(request, "sheets/index.html", context)


@require_GET
@login_required
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """An import: its columns, its dry run, its progress or its result, as far as it is."""
    found = asked(request, uid)
    goal = target(found.layout)
    context: dict[str, Any] = {"one": found, "layout": goal.layout, "crumbs": way(goal, Crumb(found.file.name))}
    context |= {"door": door(goal), "home": goal.home}
    if found.state in BUSY:
        return render(request, "sheets/busy.html", context | {"standing": standing(found)})
    again = "columns" in request.GET and found.state == State.CHECKED
    if found.state in (State.RECEIVED, State.STOPPED) or again:
        return render(request, "sheets/columns.html", context | _columns(found))
    rows = _listed(request, found)
    seen = goal.pupils(found.school_id, {row.line.key for row in rows["rows"] if row.line.key})
    if seen:
        log_access(actor_of(request), found.school_id, seen, "Nhập danh sách học sinh")
    page = "checked" if found.state == State.CHECKED else "result"
    return render(request, f"sheets/{page}.html", context | rows)


def _columns(one: Import) -> dict[str, Any]:
    goal = target(one.layout)
    proposal = proposal_of(one)
    by = goal.layout.by
    missing = [by[code] for code in proposal.missing if not (one.group and code == goal.layout.section)]
    groups = goal.groups(one.school_id) if goal.layout.section else []
    named = next((name for name in groups if name in one.head.get("titled", [])), "")
    return {
        "guesses": proposal.guesses,
        "missing": missing,
        "groups": groups,
        "group": one.group or ("" if goal.layout.section in proposal.columns else named),
        "skipped": one.head.get("skipped", []),
    }


def _listed(request: HttpRequest, one: Import) -> dict[str, Any]:
    """The rows of one verdict, page by page; without a choice the first verdict that has some."""
    present = [verdict for verdict in _NAMES if one.counts.get(verdict)]
    wanted = request.GET.get("show", "")
    if wanted == Verdict.ERROR and wanted not in present:
        wanted = Verdict.DOUBTFUL
    show = wanted if wanted in present else (present[0] if present else "")
    here = reverse("sheets:import", args=[one.uid])
    tabs = [
        Tab(_(_NAMES[verdict]), f"{here}?show={verdict}", verdict == show, one.counts[verdict]) for verdict in present
    ]
    per_page = getattr(request, "per_page", PER_PAGE)
    paginator = Paginator(range(one.counts.get(show, 0)), per_page)
    page = paginator.get_page(request.GET.get("page"))
    rows: list[Row] = rows_of(one, lines(one, [show], page.start_index() - 1, per_page)) if page.object_list else []
    held = one.counts.get("error", 0) + one.counts.get("doubtful", 0)
    stops = [said(Problem(**stop)) for stop in one.stops]
    found = {"tabs": tabs, "show": show, "page": page, "rows": rows, "held": held, "stops": stops}
    found["refused"] = held if "refused" in request.GET else 0
    return found | {"why": show in (Verdict.ERROR, Verdict.DOUBTFUL, NOTE)}


@require_GET
@login_required
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The moving part, asked for every second; when the work has ended the page is shown anew."""
    found = asked(request, uid)
    response = render(request, "sheets/progress.html", {"one": found, "standing": standing(found)})
    if found.state not in BUSY:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@login_required
def comments(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file as it was sent, with what is wrong in the comments of its cells."""
    found = asked(request, uid)
    name = found.file.name.rpartition(".")[0] or found.file.name
    return download(commented(found, table_of(found)), f"{name} - {_('ghi chú lỗi')}.xlsx")
