"""Pages of one book: the grid, its saving, its history, the book on paper."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import class_list

from ..api import (
    book_at,
    book_grid,
    book_title,
    history,
    in_records,
    is_primary,
    list_code,
    marks_book,
    open_book,
    part_name,
    preview_marks,
    save_marks,
    save_primary,
    sheet_of,
)
from ..ports import book_panels
from .asking import asked, number, signed_in
from .paper import sheet_on_paper
from .parts import book_crumb, class_crumbs, part_tabs, way
from .past import in_words


@require_GET
@login_required
def book(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The marks of a class in a subject, to be filled in by its teacher and read by those who may."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_book(actor, uid, number(request, "term"))
    one = opened.thing
    grid = book_grid(actor, opened)
    students = grid.pop("students")
    log_access(actor, one.school_id, students, f"Sổ điểm {in_records(book_title, opened)}")
    context = {
        "book": one,
        "grid": grid,
        "part": opened.part,
        "lock": opened.lock,
        "list": list_code(one, opened.part),
        "primary": is_primary(one.school_class),
        "tabs": part_tabs(is_primary(one.school_class), opened.part),
        "notices": opened.entry.notices(actor, opened),
        "panels": book_panels(actor, one),
        "crumbs": way(actor, *class_crumbs(actor, one.school_class), book_crumb(one, opened.part)),
    }
    return render(request, "gradebook/book.html", context)


@require_GET
@login_required
def book_cards(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The cards beneath the grid alone, as they are after a save."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_book(actor, uid, None).thing
    return render(request, "gradebook/parts/panels.html", {"panels": book_panels(actor, one)})


@require_POST
@signed_in
def save(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Save cells of a book."""
    actor = request.actor  # type: ignore[attr-defined]
    one = book_at(actor, uid, part)
    edits, reason, device, key = asked(request)
    action = save_primary if is_primary(one.school_class) else save_marks
    return JsonResponse(action(actor, one, part, edits, reason=reason, device=device, key=key))


@require_POST
@signed_in
def preview(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Say what averages and levels would follow from cells that are not saved yet."""
    actor = request.actor  # type: ignore[attr-defined]
    one = book_at(actor, uid, part)
    rows = [] if is_primary(one.school_class) else preview_marks(actor, one, part, asked(request).edits)
    return JsonResponse({"rows": rows})


@require_GET
@login_required
def book_history(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Who changed what in a book: all of it, or of one pupil."""
    actor = request.actor  # type: ignore[attr-defined]
    one = book_at(actor, uid, part)
    pupils = {pupil.id: pupil for pupil in class_list(one.school_class)}
    wanted = next((pk for pk, pupil in pupils.items() if str(pupil.uid) == request.GET.get("pupil")), None)
    entries = history(one.school_id, marks_book(one, part), wanted)
    page = Paginator(entries, getattr(request, "per_page", 50)).get_page(request.GET.get("page"))
    in_words(actor, page, sheet_of(one, part).columns, pupils)
    log_access(
        actor, one.school_id, {entry.student_id for entry in page if entry.pupil}, gettext_noop("Lịch sử sổ điểm")
    )
    name = part_name(is_primary(one.school_class), part)
    context = {"book": one, "name": name, "page": page, "pupil": pupils.get(wanted or 0)}
    context["crumbs"] = way(actor, *class_crumbs(actor, one.school_class), book_crumb(one, part), Crumb(_("Lịch sử")))
    return render(request, "gradebook/history.html", context)


@require_GET
@login_required
def book_on_paper(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """A book as a page to print."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_book(actor, uid, part)
    one = opened.thing
    grid = book_grid(actor, opened)
    log_access(actor, one.school_id, grid["students"], f"Bản in sổ điểm {in_records(book_title, opened)}"[:120])
    context = {
        "book": one,
        "name": part_name(is_primary(one.school_class), part),
        "sheet": sheet_on_paper(grid),
        "teacher": one.teacher,
        "lock": opened.lock,
        "crumbs": way(actor, *class_crumbs(actor, one.school_class), book_crumb(one, part), Crumb(_("Bản in"))),
    }
    return render(request, "gradebook/paper.html", context)
