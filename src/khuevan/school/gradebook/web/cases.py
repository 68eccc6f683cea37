"""The page of decisions about single pupils of a class."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import Conflict, Invalid, Locked
from khuevan.kernel.marks import format_tenths
from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import Subject, class_list, subjects_of_class

from ..api import SpecialCase, Wanted, cases_of_class, grant_case, is_primary, lift_case, may, open_class, part_name
from .asking import device
from .parts import class_crumbs, way

_FIELDS = ("kind", "pupil", "reason", "book", "result", "source", "decision")


@require_GET
@login_required
def cases(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the school decided about single pupils of a class, and for those who may, the forms to do so."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_class(actor, uid).thing
    found = cases_of_class(one)
    log_access(actor, one.school_id, {case.student_id for case in found}, f"Trường hợp riêng {one.name}")
    writable = may(actor, "excuse", one)
    context = {
        "school_class": one,
        "cases": [(case, _(str(case.get_kind_display())), _value(case)) for case in found],
        "open": sum(case.lifted_at is None for case in found),
        "writable": writable,
        "primary": is_primary(one),
        "pupils": [pupil for pupil in class_list(one) if pupil.left_on is None] if writable else [],
        "books": subjects_of_class(one) if writable else [],
        "terms": [(term, part_name(False, term)) for term in (3, 1, 2)],
        "kinds": [(kind.value, _(str(kind.label))) for kind in (SpecialCase.Kind.EXEMPT, SpecialCase.Kind.OTHER)],
        "crumbs": way(actor, *class_crumbs(actor, one), Crumb(_("Trường hợp riêng"))),
    }
    return render(request, "gradebook/cases.html", context)


@require_POST
@login_required
def grant(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a decision on record."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_class(actor, uid).thing
    term = request.POST.get("term", "")
    given = {name: request.POST.get(name, "") for name in _FIELDS}
    wanted = Wanted(**given, term=int(term) if term in {"1", "2", "3"} else 0)
    try:
        grant_case(actor, one, wanted, device=device(request))
    except (Invalid, Conflict, Locked) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã ghi quyết định; kết quả của em được tính lại."))
    return redirect("gradebook:cases", uid=one.uid)


@require_POST
@login_required
def lift(request: HttpRequest, uid: UUID, case: UUID) -> HttpResponse:
    """End a decision."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_class(actor, uid).thing
    lift_case(actor, one, case, request.POST.get("reason", ""), device=device(request))
    messages.success(request, _("Đã bỏ quyết định; kết quả của em được tính lại."))
    return redirect("gradebook:cases", uid=one.uid)


def _value(case: SpecialCase) -> str:
    """What a decision says beyond its kind."""
    if case.kind == SpecialCase.Kind.PLAN:
        return {"promoted": _("Được lên lớp"), "held_back": _("Không được lên lớp")}.get(
            case.decision, _("Chưa quyết định lên lớp")
        )
    if case.result is None or case.class_subject is None:
        return ""
    scored = case.class_subject.subject.form == Subject.Form.SCORE
    said = format_tenths(case.result) if scored else (_("Đạt") if case.result else _("Chưa đạt"))
    return f"{said} · {case.source}"
