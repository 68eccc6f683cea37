"""A pupil's way over all years and schools: for those who may look the pupil up, and for the family's own children."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.gradebook.api import pupil_by_uid

from ..api import way_of
from .drawing import lines


@require_GET
@login_required
def pupil(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For staff and authorities."""
    actor = request.actor  # type: ignore[attr-defined]
    one = pupil_by_uid(actor, uid)
    crumbs = [Crumb(one.full_name, reverse("gradebook:pupil", args=[one.uid])), Crumb(_("Qua các năm học"))]
    return _page(request, actor, one, "layouts/app.html", crumbs)


@require_GET
@login_required
def family(request: HttpRequest) -> HttpResponse:
    """The children; a family with one child goes straight to it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = _children(actor)
    if len(found) == 1:
        return redirect("analysis:child", uid=found[0].uid)
    return render(request, "analysis/family.html", {"children": found})


@require_GET
@login_required
def child(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For the family: the own child alone, compared with nobody (TT 15/2026 Art. 22(2))."""
    actor = request.actor  # type: ignore[attr-defined]
    one = next((child for child in _children(actor) if child.uid == uid), None)
    if one is None:
        raise NotFound(_("Không tìm thấy học sinh này."))
    crumbs = [Crumb(_("Các con"), reverse("analysis:family")), Crumb(one.full_name)]
    return _page(request, actor, one, "layouts/family.html", crumbs)


def _children(actor: Actor) -> list[Person]:
    if actor.kind != "guardian":
        raise NotFound(_("Trang này dành cho gia đình học sinh."))
    return list(Person.objects.filter(pk__in=actor.student_ids, merged_into=None).order_by("birth_year", "pk"))


def _page(request: HttpRequest, actor: Actor, one: Person, layout: str, crumbs: list[Crumb]) -> HttpResponse:
    way = way_of(actor, one.pk)
    places = Enrolment.objects.filter(student_id=one.pk).order_by("-year", "-starts_on")
    school_id = places.values_list("school_id", flat=True).first()
    if school_id:
        log_access(actor, school_id, [one.pk], gettext_noop("Kết quả qua các năm học"))
    context = {"pupil": one, "way": way, "lines": lines(way.subjects), "layout": layout, "crumbs": crumbs}
    return render(request, "analysis/years.html", context)
