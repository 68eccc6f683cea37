"""Pages of a class and of a pupil: the homeroom teacher's part, who is complete, results."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import SchoolClass, class_list, classes_of

from ..api import (
    Opened,
    child_year,
    class_grid,
    class_history_book,
    class_progress,
    class_sheet,
    class_title,
    history,
    in_records,
    is_preschool,
    is_primary,
    lacking,
    marks_of_student,
    open_class,
    part_name,
    progress,
    pupil_by_uid,
    save_conduct,
    save_observations,
    save_traits,
    stage_of,
    term_of,
    years_of_pupil,
)
from ..ports import ClassSignatures, class_panels, pupil_panels, signatures
from .asking import asked, number, signed_in
from .observing import observed_cards, observed_now
from .parts import class_crumbs, class_url, domain_tabs, part_tabs, way
from .past import in_words
from .report import report
from .standing import book_standings


@require_GET
@login_required
def my_homeroom(request: HttpRequest) -> HttpResponse:
    """The way to the actor's own class, or a page that explains why there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    year = stage_of(actor.unit_id, localdate()).year
    mine = list(classes_of(actor, year, "lead"))
    if len(mine) == 1:
        return redirect(class_url(mine[0]))
    context = {
        "classes": [(one.name, class_url(one)) for one in mine],
        "crumbs": way(actor, Crumb(_("Chủ nhiệm"))),
    }
    return render(request, "gradebook/no_homeroom.html", context)


@require_GET
@login_required
def homeroom(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Conduct or traits of a class to fill in, and which of its books are complete and signed."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_class(actor, uid, number(request, "term"), young=True)
    one, primary = opened.thing, is_primary(opened.thing)
    seen = observed_now(opened, request.GET.get("domain", "")) if is_preschool(one) else None
    grid = class_grid(actor, opened, seen.domain if seen else "")
    students = grid.pop("students")
    log_access(actor, one.school_id, students, in_records(class_title, opened))
    names = dict(zip(students, (row["name"] for row in grid["rows"]), strict=True))
    context = {
        "school_class": one,
        "grid": grid,
        "part": opened.part,
        "lock": opened.lock,
        "notices": opened.entry.notices(actor, opened),
        "tabs": part_tabs(primary, opened.part),
        "seen": seen,
        "domains": domain_tabs(seen) if seen else [],
        "crumbs": way(actor, Crumb(_("Lớp %(name)s") % {"name": one.name})),
    }
    return render(request, "gradebook/homeroom.html", context | _cards(actor, opened, names))


@require_GET
@login_required
def class_cards(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """What stands beneath the grid alone, as it is after a save."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_class(actor, uid, part, young=True)
    names = {pupil.id: pupil.name for pupil in class_list(opened.thing)}
    return render(request, "gradebook/parts/class_cards.html", _cards(actor, opened, names))


def _cards(actor: Actor, opened: Opened, names: dict[int, str]) -> dict[str, Any]:
    """How far the books of a class are and who has signed; cards of other rooms."""
    one, primary = opened.thing, is_primary(opened.thing)
    if is_preschool(one):
        return observed_cards(opened, names)
    term, period = _counted(primary, opened.part)
    books = progress(one.school_id, one.year, term, period, class_id=one.pk)
    signed = signatures(one.school_id, [one.pk]).get(one.pk, ClassSignatures())
    return {
        "part": opened.part,
        "primary": primary,
        "own": class_progress(one.school_id, one.year, term, period, [one.pk])[0],
        "books": book_standings(books, lacking(one, period if primary else term), names, signed),
        "signed": signed,
        "panels": class_panels(actor, one),
    }


def _counted(primary: bool, part: int) -> tuple[int, int]:
    """Term and period that progress is counted in; the year (term 3) counts like term II."""
    if primary:
        return term_of(part), part
    return min(part, 2), 2 * min(part, 2)


@require_POST
@signed_in
def save_class(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Save the homeroom teacher's cells."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_class(actor, uid, part, young=True).thing
    edits, reason, device, key = asked(request)
    return JsonResponse(_action(one)(actor, one, part, edits, reason=reason, device=device, key=key))


def _action(one: SchoolClass) -> Callable[..., dict[str, Any]]:
    if is_preschool(one):
        return save_observations
    return save_traits if is_primary(one) else save_conduct


@require_GET
@login_required
def class_history(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Who changed what in the homeroom teacher's part."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_class(actor, uid, part, young=True).thing
    pupils = {pupil.id: pupil for pupil in class_list(one)}
    entries = history(one.school_id, class_history_book(one, part))
    page = Paginator(entries, getattr(request, "per_page", 50)).get_page(request.GET.get("page"))
    in_words(actor, page, class_sheet(one, part).columns, pupils)
    log_access(actor, one.school_id, {entry.student_id for entry in page if entry.pupil}, gettext_noop("Lịch sử lớp"))
    back = Crumb(_("Lớp %(name)s") % {"name": one.name}, f"{class_url(one)}?term={part}")
    context = {"school_class": one, "name": part_name(is_primary(one), part), "page": page}
    return render(request, "gradebook/history.html", context | {"crumbs": way(actor, back, Crumb(_("Lịch sử")))})


@require_GET
@login_required
def pupil(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A pupil's marks of a year, as far as the actor may see them."""
    actor = request.actor  # type: ignore[attr-defined]
    one = pupil_by_uid(actor, uid)
    places = years_of_pupil(one.pk)
    years = list(dict.fromkeys(place.year for place in places))
    wanted = request.GET.get("year", "")
    year = next((year for year in years if str(year) == wanted), years[0])
    found = marks_of_student(actor, one.pk, year)
    log_access(actor, places[0].school_id, [one.pk], gettext_noop("Kết quả của học sinh"))
    context = {"pupil": one, "sheet": report(found) if found else None, "year": year}
    place = next(place for place in places if place.year == year)
    context["seen"] = child_year(actor, one.pk, year) if found is None else None
    context["panels"] = pupil_panels(actor, one)
    context["tabs"] = [Tab(year_label(other), f"?year={other}", other == year) for other in years]
    crumbs = class_crumbs(actor, place.school_class)
    return render(request, "gradebook/pupil.html", context | {"crumbs": way(actor, *crumbs, Crumb(one.full_name))})
