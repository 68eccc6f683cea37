"""Pages of a class and of one book of it: spread, gaps, changes, pupils at risk, "what if"."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, classes_of, teaching_of
from khuevan.school.gradebook.api import Opened, has_marks, is_primary, open_book, open_class, part_name, stage_of

from ..api import ClassView, class_view, needed, primary_view, suppose
from .asking import number, supposition
from .words import BANDS

YEAR = 3
PAGE = "Phân tích kết quả"
"""As the access log keeps it."""


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The classes and books of a teacher; leaders and authorities go to the school or the province."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind in ("leader", "clerk"):
        return redirect("analysis:own_school")
    if actor.kind == "authority":
        return redirect("analysis:province")
    if actor.kind != "teacher" or actor.unit_id not in actor.school_ids:
        raise NotFound(_("Trang này dành cho giáo viên và lãnh đạo."))
    year = stage_of(actor.unit_id, localdate()).year
    context = {
        "classes": [one for one in classes_of(actor, year, "lead") if has_marks(one)],
        "books": [book for book in teaching_of(actor.person_id or 0, actor.unit_id, year) if book.school_class.grade],
    }
    return render(request, "analysis/index.html", context)


@require_GET
@login_required
def school_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A class as its class teacher, leaders and authorities see it."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_class(actor, uid, number(request, "term"))
    return _page(request, actor, opened, opened.thing, None)


@require_GET
@login_required
def book(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One subject of a class as its teacher sees it: nothing of the others."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_book(actor, uid, number(request, "term"))
    return _page(request, actor, opened, opened.thing.school_class, opened.thing)


def _page(
    request: HttpRequest, actor: Actor, opened: Opened, one: SchoolClass, only: ClassSubject | None
) -> HttpResponse:
    primary = is_primary(one)
    name = f"{only.subject.name} {one.name}" if only else _("lớp %(name)s") % {"name": one.name}
    back = reverse("gradebook:book", args=[only.uid]) if only else reverse("gradebook:homeroom", args=[one.uid])
    parts = range(1, 5) if primary else range(1, 4)
    context: dict[str, Any] = {
        "school_class": one,
        "only": only,
        "name": name,
        "part": opened.part,
        "part_name": part_name(primary, opened.part),
        "back": f"{back}?term={opened.part}",
        "tabs": [Tab(part_name(primary, part), f"?term={part}", part == opened.part) for part in parts],
        "crumbs": [*_above(actor), Crumb(name[:1].upper() + name[1:])],
    }
    if primary:
        context["view"] = view = primary_view(one, opened.part, only)
        seen = [pupil.id for pupil in view.pupils]
    else:
        context["view"] = found = class_view(one, opened.part, only)
        context |= {"bands": BANDS, **_supposed(request, found, only)}
        seen = [pupil.id for pupil in found.pupils]
    said = f"{PAGE} {only.subject.name if only else 'lớp'} {one.name}"
    log_access(actor, one.school_id, seen, said)
    return render(request, "analysis/primary.html" if primary else "analysis/class.html", context)


def _supposed(request: HttpRequest, view: ClassView, only: ClassSubject | None) -> dict[str, Any]:
    """The answer to "what if"; there is none for the year, whose results follow from its terms."""
    one, part = view.one, view.part
    scored = [book for book in one.books[: one.scored] if only is None or book.pk == only.pk]
    if part == YEAR or not scored or not one.pupils:
        return {"asked": None}
    asked = supposition(request, scored, one.pupils)
    found: dict[str, Any] = {"asked": asked, "scored": scored}
    if asked.value is not None:
        found["answer"] = suppose(one, part, asked.value, only or asked.book, everybody=asked.everybody)
    if asked.pupil is not None:
        found["needed"] = needed(one, part, asked.pupil, only)
    return found


def _above(actor: Actor) -> list[Crumb]:
    return [Crumb(_("Phân tích"), reverse("analysis:index"))] if actor.kind else []
