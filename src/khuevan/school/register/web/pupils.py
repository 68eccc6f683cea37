"""A pupil's way through school, for the school and for the family."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.people.api import Affiliation, Person
from khuevan.school.gradebook.api import show_results

from ..models import DossierFile, LifeEvent, Paper
from ..policies import OPEN, may, visible
from ..queries.course import Course, course_of
from ..queries.dossiers import CELLS
from ..queries.finding import Standing, dossier_by_uid, pupil_by_uid
from .parts import OFFICE, READERS, actor_of, file_response, way
from .words import line, look

DOSSIER_READERS = (*READERS, "guardian")


@require_GET
@login_required
def pupil(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Events, classes, dossiers and transcripts of a pupil, and what can be recorded."""
    actor = actor_of(request, *READERS)
    found = pupil_by_uid(actor, uid)
    log_access(actor, found.school_id, [found.person.pk], "Quá trình học")
    context = _course(actor, found) | {"crumbs": way(actor, Crumb(found.person.full_name))}
    return render(request, "register/pupil.html", context)


@require_GET
@login_required
def family(request: HttpRequest) -> HttpResponse:
    """The children; a family with one child goes straight to it."""
    actor = actor_of(request, "guardian")
    children = Person.objects.filter(pk__in=actor.student_ids, merged_into=None).order_by("birth_year", "pk")
    if len(children) == 1:
        return redirect("register:child", uid=children[0].uid)
    return render(request, "register/family.html", {"children": children})


@require_GET
@login_required
def child(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same of one child, and where its transfer stands."""
    actor = actor_of(request, "guardian")
    found = pupil_by_uid(actor, uid)
    log_access(actor, found.school_id, [found.person.pk], gettext_noop("Quá trình học của con"))
    context = _course(actor, found) | {"crumbs": way(actor, Crumb(found.person.full_name))}
    return render(request, "register/child.html", context)


def _course(actor: Actor, found: Standing) -> dict[str, Any]:
    course: Course = course_of(actor, found.person.pk)
    office = actor.kind in OFFICE
    newest = max((one.event.pk for one in course.events if one.event.undone_at is None), default=0)
    lines = [line(one, office and may(actor, "undo", one.event), newest) for one in course.events]
    transfers = [look(one) for one in course.transfers]
    return {
        "found": found,
        "lines": lines,
        "course": course,
        "moving": [one for one in transfers if one.transfer.case.state in OPEN],
        "moved": [one for one in transfers if one.transfer.case.state not in OPEN],
        "office": office and may(actor, "write", _known(found)),
        "numbers": [one for one in course.numbers if one.school_id == found.school_id],
        "dead": any(one.event.kind == LifeEvent.Kind.DEATH and not one.event.undone_at for one in course.events),
    }


def _known(found: Standing) -> Affiliation:
    return Affiliation(school_id=found.school_id, person_id=found.person.pk, kind="pupil")


@require_GET
@login_required
def dossier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What another school handed over with a pupil."""
    actor = actor_of(request, *DOSSIER_READERS)
    one = dossier_by_uid(actor, uid)
    log_access(actor, one.school_id, [one.student_id], gettext_noop("Hồ sơ mang theo"))
    page = "register:child" if actor.kind == "guardian" else "register:pupil"
    back = Crumb(one.student.full_name, reverse(page, args=[one.student.uid]))
    files = DossierFile.objects.filter(dossier=one).order_by("year", "version", "-kind")
    context = {"dossier": one, "years": [_year(year) for year in one.content["years"]], "files": files}
    context["frame"] = "layouts/family.html" if actor.kind == "guardian" else "layouts/app.html"
    return render(request, "register/dossier.html", context | {"crumbs": way(actor, back, Crumb(_("Hồ sơ mang theo")))})


def _year(year: Mapping[str, Any]) -> dict[str, Any]:
    """A year of a dossier: rows of text, results in words."""
    heads = [(_(part), [name for name in CELLS if any(name in one["cells"][at] for one in year["subjects"])])
             for at, part in enumerate(year["parts"])]  # fmt: skip
    heads = [(part, at, names) for at, (part, names) in enumerate(heads) if names]
    rows = [(one["name"], [_cell(head, one["cells"][head[1]]) for head in heads]) for one in year["subjects"]]
    results = [(_part(year, one), [text for text in show_results(one, 3).values() if text]) for one in year["results"]]
    parts = [part for part, _at, _names in heads]
    return {"label": year_label(year["year"]), "class": year["class"], "heads": parts, "rows": rows, "results": results}


def _cell(head: tuple[str, int, list[str]], told: Mapping[str, str]) -> tuple[str, list[tuple[str, str]], str]:
    """A term's name, its marks with their names, and the comment."""
    part, _at, names = head
    marks = [(_(CELLS[name]), told[name]) for name in names if name in told and name != "comment"]
    return part, marks, told.get("comment", "")


def _part(year: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    return {1: _("Học kì I"), 2: _("Học kì II")}.get(result["term"], _("Cả năm"))


@require_GET
@login_required
def dossier_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A transcript that came with a pupil."""
    actor = actor_of(request, *DOSSIER_READERS)
    found = DossierFile.objects.filter(uid=uid).select_related("file", "dossier").first()
    if found is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    dossier_by_uid(actor, found.dossier.uid)
    log_access(actor, found.school_id, [found.student_id], gettext_noop("Hồ sơ mang theo"))
    return file_response(found.file)


@require_GET
@login_required
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A scanned paper of an event."""
    actor = actor_of(request, *DOSSIER_READERS)
    events = LifeEvent.objects.filter(visible(actor, LifeEvent)).values("pk")
    found = Paper.objects.filter(uid=uid, event_id__in=events).select_related("file").first()
    if found is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    log_access(actor, found.school_id, [found.student_id], gettext_noop("Giấy tờ của biến động"))
    return file_response(found.file)
