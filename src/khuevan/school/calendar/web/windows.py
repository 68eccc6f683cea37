"""Pages of the calendar itself: what is open until when, and the plan that changes it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass

from ..api import (
    Limit,
    Row,
    Shelf,
    Step,
    Window,
    keeps_province,
    keeps_school,
    mark_of,
    plan,
    rows_from,
    scopes_set,
    set_windows,
    sets_of,
    shelf_of,
    terms_of_shelf,
    usual,
    year_of,
)
from ..queries.words import TERM_NAMES, kind_name, scope_name
from ..rules.windows import ALL, SCOPES, scopes_of
from .parts import actor_of, device, fields_of, key_of, room_tabs, wanted_of, way


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What is open from when to when: of the school, or what the Sở has set for all."""
    actor = actor_of(request)
    shelf = _shelf(actor)
    context: dict[str, Any] = {"tabs": room_tabs("index"), "keeps": _keeps(actor), "shelf": shelf}
    if shelf:
        own, known = sets_of(shelf)
        here = scopes_set(shelf, own, known)
        scope = _scope(request)
        rows = rows_from(shelf, scope, own, known)
        context |= {
            "groups": _groups(rows),
            "scope": scope,
            "scopes": _scope_tabs(
                reverse("calendar:index"), [one for one in SCOPES if one in here | {ALL, scope}], scope
            ),
            "any": bool(own or known),
        }
    return render(request, "calendar/index.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def plan_page(request: HttpRequest) -> HttpResponse:
    """Set windows: proposed from the terms' days, seen before they are written, written at once."""
    actor = actor_of(request, "leader", "clerk", "authority")
    shelf = _shelf(actor)
    if shelf is None or not _keeps(actor):
        raise NotFound(
            _("Không có lịch để đặt."), hint=_("Nhà trường chưa mở năm học, hoặc vai trò này không đặt lịch.")
        )
    scope = _scope(request)
    own, known = sets_of(shelf)
    rows = rows_from(shelf, scope, own, known)
    if request.method == "POST":
        return _posted(request, actor, shelf, scope, mark_of(shelf, own, known))
    proposed = "propose" in request.GET or not any(row.own for row in rows)
    values = _proposed(shelf, rows) if proposed else [(row.slot, _held(row)) for row in rows]
    return _form(request, shelf, scope, rows, fields_of(values), {"proposed": proposed})


def _posted(request: HttpRequest, actor: Actor, shelf: Shelf, scope: str, mark: str) -> HttpResponse:
    wanted = wanted_of(request.POST, shelf.keeper == "province")
    if request.POST.get("do") == "save":
        seen = request.POST.get("seen", "")
        changed = set_windows(actor, shelf.year, scope, wanted, seen, device=device(request))
        messages.success(
            request, ngettext("Đã ghi %(n)d mục vào lịch.", "Đã ghi %(n)d mục vào lịch.", changed) % {"n": changed}
        )
        response = redirect("calendar:index")
        response["Location"] += f"?scope={scope}"
        return response
    steps = plan(actor, shelf.year, scope, wanted)
    changed_steps = [step for step in steps if step.changes]
    fields = fields_of((step.row.slot, step.new) for step in steps)
    if request.POST.get("do") == "edit":
        return _form(request, shelf, scope, [step.row for step in steps], fields, {})
    context = _frame(shelf, scope) | {
        "steps": [(step, _name(step.row)) for step in changed_steps],
        "shut": [_name(step.row) for step in changed_steps if _shuts(step)],
        "fields": fields,
        "seen": mark,
    }
    return render(request, "calendar/preview.html", context)


def _form(
    request: HttpRequest, shelf: Shelf, scope: str, rows: list[Row], fields: Mapping[str, str], more: dict[str, Any]
) -> HttpResponse:
    context = _frame(shelf, scope) | more
    lines = [
        (row, kind_name(row.slot[1]), key_of(row.slot), *(fields.get(f"{one}-{key_of(row.slot)}", "") for one in "ocl"))
        for row in rows
    ]
    context["groups"] = [(name, [line for line in lines if line[0].slot[0] == term]) for term, name in _terms()]
    return render(request, "calendar/plan.html", context)


def _frame(shelf: Shelf, scope: str) -> dict[str, Any]:
    grades = set(range(1, 13))
    if shelf.school_id:
        classes = SchoolClass.objects.filter(school_id=shelf.school_id, year=shelf.year)
        grades = set(classes.values_list("grade", flat=True).distinct())
    fitting = {one for grade in grades if 1 <= grade <= 12 for one in scopes_of(grade)} | {ALL}
    return {
        "shelf": shelf,
        "scope": scope,
        "scope_name": scope_name(scope),
        "province": shelf.keeper == "province",
        "scopes": _scope_tabs(reverse("calendar:plan"), [one for one in SCOPES if one in fitting], scope),
        "crumbs": way(Crumb(_("Đặt lịch"))),
    }


def _proposed(shelf: Shelf, rows: list[Row]) -> list[tuple[Any, Window | Limit | None]]:
    windows = usual(terms_of_shelf(shelf))
    found: list[tuple[Any, Window | Limit | None]] = []
    for row in rows:
        window = windows.get(row.slot)
        if window is None or row.limit:  # what the Sở has set is followed, also when it changes
            found.append((row.slot, _held(row)))
        elif shelf.keeper == "province":
            found.append((row.slot, Limit(window.opens_on, window.closes_on, window.closes_on)))
        else:
            found.append((row.slot, window))
    return found


def _held(row: Row) -> Window | Limit | None:
    if row.own and row.latest_on:
        return Limit(row.own.opens_on, row.own.closes_on, row.latest_on)
    return row.own


def _shuts(step: Step) -> bool:
    """Whether a column that is open today would be shut."""
    day = today()
    before = step.old or step.row.inherited
    was_open = before is None or before.opens_on <= day <= before.closes_on
    return was_open and step.new is not None and not step.new.opens_on <= day <= step.new.closes_on


def _groups(rows: list[Row]) -> list[tuple[str, list[tuple[Row, str, str]]]]:
    """Rows by term, each with its name and its state today ("" where nothing is set)."""
    day, found = today(), []
    for term, name in _terms():
        some = [
            (row, kind_name(row.slot[1]), row.window.state(day) if row.window else "")
            for row in rows
            if row.slot[0] == term
        ]
        found.append((name, some))
    return found


def _terms() -> list[tuple[int, str]]:
    return [(term, _(name)) for term, name in TERM_NAMES.items()]


def _name(row: Row) -> str:
    return f"{kind_name(row.slot[1])} · {_(TERM_NAMES[row.slot[0]])}"


def _shelf(actor: Actor) -> Shelf | None:
    year = year_of(actor)
    return shelf_of(actor, year) if year else None


def _keeps(actor: Actor) -> bool:
    return keeps_school(actor) or keeps_province(actor)


def _scope(request: HttpRequest) -> str:
    wanted = request.GET.get("scope", ALL)
    return wanted if wanted in SCOPES else ALL


def _scope_tabs(address: str, scopes: list[str], here: str) -> list[Tab]:
    return [Tab(scope_name(one), f"{address}?scope={one}", one == here) for one in scopes]
