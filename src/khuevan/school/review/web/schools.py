"""One school and one of its classes: what came in, what was found, take in or send back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.counts import grouped
from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access
from khuevan.school.transcripts.api import state

from ..api import (
    KINDS,
    accept_clean,
    class_by_uid,
    class_lines,
    deadlines_of,
    judges,
    kind_lines,
    last_run,
    pupil_lines,
    return_found,
    run_by_uid,
    school_by_uid,
    school_line,
    years_known,
)
from .parts import actor_of, numbers, way, year_in, year_tabs


@require_GET
@login_required
def school(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A school of a year: its classes, what was found by kind, the check that runs."""
    actor = actor_of(request)
    one = school_by_uid(actor, uid)
    known = years_known(one.pk)
    year = year_in(request, known)
    classes = class_lines(year, one.pk)
    context = {
        "school": one,
        "year": year,
        "years": year_tabs(known, year),
        "line": school_line(classes, deadlines_of(year)),
        "classes": classes,
        "kinds": kind_lines(year, one.pk),
        "run": last_run(year, one.pk),
        "judges": judges(actor),
        "crumbs": way(actor, Crumb(one.name)),
    }
    return render(request, "review/school.html", context)


@require_GET
@login_required
def school_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The transcripts of a class that came in, each with what was found and what to do."""
    actor = actor_of(request)
    one = class_by_uid(actor, uid)
    lines = pupil_lines(one)
    log_access(actor, one.school_id, [line.version.student_id for line in lines], gettext_noop("Kiểm tra học bạ"))
    waiting = [line for line in lines if line.version.case.state == "submitted"]
    context = {
        "one": one,
        "lines": [(line, state(line.version.case.state)) for line in lines],
        "kinds": kind_lines(one.year, one.school_id, one.pk),
        "waiting": len(waiting),
        "clean": sum(bool(line.checked and not line.found) for line in waiting),
        "judges": judges(actor),
        "crumbs": way(
            actor,
            Crumb(one.school.name, reverse("review:school", args=[one.school.uid]) + f"?year={one.year}"),
            Crumb(_("Lớp %(name)s") % {"name": one.name}),
        ),
    }
    return render(request, "review/class.html", context)


@require_GET
@login_required
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far a check is."""
    return render(request, "review/progress.html", {"run": run_by_uid(actor_of(request), uid)})


@require_POST
@login_required
def accept_school(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take in all of a school in which nothing was found."""
    actor = actor_of(request, "authority")
    one = school_by_uid(actor, uid)
    year = year_in(request, years_known(one.pk))
    _accepted(request, accept_clean(actor, year, one.pk))
    return redirect(reverse("review:school", args=[uid]) + f"?year={year}")


@require_POST
@login_required
def accept_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take in all of a class in which nothing was found."""
    actor = actor_of(request, "authority")
    one = class_by_uid(actor, uid)
    _accepted(request, accept_clean(actor, one.year, one.school_id, one.pk))
    return redirect("review:class", uid=uid)


@require_POST
@login_required
def return_ticked(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the ticked ones back, with what was found of the chosen kinds and what is written."""
    actor = actor_of(request, "authority")
    one = class_by_uid(actor, uid)
    kinds = [kind for kind in request.POST.getlist("kind") if kind in KINDS]
    words = request.POST.get("reason", "").replace("\x00", "")
    back, left = return_found(actor, numbers(request.POST.getlist("version")), kinds, words)
    messages.success(request, _("Đã trả lại %(n)d học bạ kèm lý do.") % {"n": back})
    if left:
        said = ngettext(
            "%(n)d học bạ được giữ lại vì không có điểm nào thuộc lý do đã chọn.",
            "%(n)d học bạ được giữ lại vì không có điểm nào thuộc lý do đã chọn.",
            left,
        )
        messages.info(request, said % {"n": left})
    return redirect("review:class", uid=one.uid)


def _accepted(request: HttpRequest, count: int) -> None:
    messages.success(request, _("Đã tiếp nhận %(n)s học bạ không có điểm cần xem.") % {"n": grouped(count)})
