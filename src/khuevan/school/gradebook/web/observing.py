"""What is observed of the children of a preschool, on pages: who is missing, one child's year, the sheet on paper."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access

from ..api import (
    ObservationSheet,
    Opened,
    class_grid,
    class_part_name,
    class_progress,
    class_title,
    in_records,
    is_primary,
    open_class,
    part_name,
)
from .paper import sheet_on_paper
from .parts import class_crumbs, way

MOST_COLUMNS = 12
"""Indicators beyond this number are filled in one domain at a time."""


def observed_now(opened: Opened, domain: str) -> ObservationSheet:
    """The sheet as the page shows it: whole, or the domain that is asked for, else the first."""
    sheet = ObservationSheet.of(opened.thing, opened.part)
    if not sheet.by_indicators or len(sheet.columns) <= MOST_COLUMNS:
        return sheet
    known = [one.code for one in sheet.domains]
    return ObservationSheet.of(opened.thing, opened.part, domain if domain in known else known[0])


def observed_cards(opened: Opened, names: dict[int, str]) -> dict[str, Any]:
    """Who of a class is not wholly observed."""
    one = opened.thing
    own = class_progress(one.school_id, one.year, min(opened.part, 2), 2 * min(opened.part, 2), [one.pk])[0]
    return {
        "young": True,
        "primary": False,
        "own": own,
        "lacking": [names.get(pk, "") for pk in own.lacking],
        "part_name": part_name(False, min(opened.part, 2)),
    }


@require_GET
@login_required
def on_paper(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """The homeroom teacher's part as a page to print."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_class(actor, uid, part, young=True)
    one = opened.thing
    grid = class_grid(actor, opened)
    log_access(actor, one.school_id, grid["students"], f"Bản in {in_records(class_title, opened)}"[:120])
    context = {
        "school_class": one,
        "title": _(class_part_name(one)),
        "name": part_name(is_primary(one), part),
        "sheet": sheet_on_paper(grid),
        "teacher": one.homeroom,
        "lock": opened.lock,
        "crumbs": way(actor, *class_crumbs(actor, one), Crumb(_("Bản in"))),
    }
    return render(request, "gradebook/paper.html", context)
