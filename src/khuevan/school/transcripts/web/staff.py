"""Pages on which teachers sign, and on which a school sees how far its transcripts are."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Crumb, Tab
from khuevan.platform.signing.api import key_of
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import SchoolClass, working_year, years_of

from ..actions.homeroom import sign_homeroom as do_sign_homeroom
from ..actions.subjects import Signed
from ..actions.subjects import sign_subjects as do_sign_subjects
from ..models import Batch
from ..policies import may, visible
from ..ports import AlreadySigned
from ..queries.classes import class_by_uid, open_class
from ..queries.delegations import refusal_today
from ..queries.own_work import line_to_sign
from ..queries.progress import ClassLine, class_lines, count_lacking, tasks_of, totals
from ..queries.stamps import waiting
from .parts import actor_of, numbers, pin, state, way

STAFF = ("teacher", "leader", "clerk")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Everybody's first page about transcripts: teachers sign, the school's office sees progress, others go on."""
    actor = actor_of(request)
    if actor.kind == "authority":
        return redirect("transcripts:desk")
    if actor.kind == "guardian":
        return redirect("transcripts:family")
    actor = actor_of(request, *STAFF)
    year = _asked_year(request) or working_year(actor.unit_id or 0)
    classes = SchoolClass.objects.filter(visible(actor, "read", SchoolClass), school_id=actor.unit_id, year=year)
    lines = class_lines(classes)
    tasks = tasks_of(lines, actor.person_id)
    count_lacking((one for task in tasks for one in task.subjects), actor.unit_id or 0)
    context = {
        "year": year,
        "tasks": tasks,
        "key": key_of(actor.unit_id or 0, actor.person_id),
        "years": _years(actor.unit_id or 0, year),
    }
    if actor.kind == "teacher":
        return render(request, "transcripts/teacher.html", context)
    return render(request, "transcripts/school.html", context | _of_school(actor, lines, year))


def _asked_year(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None


def _years(school_id: int, year: int) -> list[Tab]:
    return [Tab(year_label(one.year), f"?year={one.year}", one.year == year) for one in years_of(school_id)]


def _of_school(actor: Actor, lines: list[ClassLine], year: int) -> dict[str, object]:
    """What leaders and clerks see and may do for the whole school."""
    batches = _batches(actor.unit_id or 0, year)
    running = _running(batches)
    return {
        "lines": lines,
        "totals": totals(lines),
        "batches": running or batches[:1],
        "busy": bool(running),
        "unstamped": waiting(actor.unit_id or 0),
        "class_ids": [line.id for line in lines],
        "signs": actor.kind == "leader",
        "undelegated": refusal_today(actor.unit_id or 0, actor.person_id) if actor.kind == "leader" else None,
    }


def _batches(school_id: int, year: int) -> list[Batch]:
    return list(Batch.objects.filter(school_id=school_id, year=year).order_by("-pk")[:4])


def _running(batches: list[Batch]) -> list[Batch]:
    return [one for one in batches if one.state in (Batch.State.WAITING, Batch.State.RUNNING)]


@require_GET
@login_required
def class_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A class pupil by pupil: state, what lacks, and the buttons of whoever may sign here."""
    actor = actor_of(request, *STAFF)
    opened = open_class(actor, uid)
    log_access(actor, opened.line.school_id, [pupil.id for pupil in opened.pupils], gettext_noop("Học bạ của lớp"))
    task = next(iter(tasks_of([opened.line], actor.person_id)), None)
    signs = may(actor, "sign_principal", opened.school_class)
    office = may(actor, "issue", opened.school_class)
    running = _running(_batches(opened.line.school_id, opened.line.year)) if office else []
    context = {
        "opened": opened,
        "line": opened.line,
        "pupils": [(pupil, state(pupil.state)) for pupil in opened.pupils],
        "task": task,
        "totals": totals([opened.line]),
        "class_ids": [opened.line.id],
        "signs": signs,
        "undelegated": refusal_today(opened.line.school_id, actor.person_id) if signs else None,
        "office": office,
        "batches": running,
        "busy": bool(running),
        "key": key_of(opened.line.school_id, actor.person_id),
        "crumbs": way(Crumb(_("Lớp %(name)s") % {"name": opened.line.name})),
    }
    return render(request, "transcripts/class.html", context)


@require_GET
@login_required
def sign_form(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a teacher is asked before one subject of a class is signed: a dialog for the page of its marks."""
    line = line_to_sign(actor_of(request, "teacher", "leader"), uid)
    context = {"line": line, "one": line.subjects[0], "origin": "index", "now": True}
    return render(request, "transcripts/sign_subject.html", context)


@require_POST
@login_required
def sign_subjects(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sign the actor's subjects of one class for all its pupils."""
    actor = actor_of(request, "teacher", "leader")
    class_by_uid(actor, uid)
    try:
        done = do_sign_subjects(actor, numbers(request, "subject"), pin(request), only_complete=_partly(request))
        messages.success(request, _signed(done, _("chữ ký môn học")))
    except AlreadySigned as said:
        messages.success(request, str(said))
    return redirect(_back(request, uid))


@require_POST
@login_required
def sign_homeroom(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sign the general part of the actor's own class."""
    actor = actor_of(request, "teacher", "leader")
    school_class = class_by_uid(actor, uid, "sign_homeroom")
    try:
        done = do_sign_homeroom(actor, school_class.pk, pin(request), only_complete=_partly(request))
        messages.success(request, _signed(done, _("chữ ký chủ nhiệm")))
    except AlreadySigned as said:
        messages.success(request, str(said))
    return redirect(_back(request, uid))


def _partly(request: HttpRequest) -> bool:
    return request.POST.get("only_complete") == "1"


def _signed(done: Signed, what: str) -> str:
    said = _("Đã ký: %(n)d %(what)s.") % {"n": done.count, "what": what}
    if not done.left_out:
        return said
    left = len(done.left_out)
    rest = ngettext("Còn %(n)d chỗ chưa đủ, ký sau.", "Còn %(n)d chỗ chưa đủ, ký sau.", left) % {"n": left}
    return f"{said} {rest}"


def _back(request: HttpRequest, uid: UUID) -> str:
    if request.POST.get("from") == "class":
        return reverse("transcripts:class", args=[uid])
    return reverse("transcripts:index")
