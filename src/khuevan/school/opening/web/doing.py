"""What one does to a plan; each leads back to a page of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.accounts.api import Actor

from ..api import (
    Placement,
    Plan,
    PlannedClass,
    add_class,
    decide,
    discard,
    follow_results,
    merge,
    open_year,
    place,
    plan_by_uid,
    refresh,
    remove_class,
    split,
    undo_opening,
)
from ..rules.going_up import WAIT
from .parts import actor_of, number, revision


@require_POST
@login_required
def of_class(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Add, remove, merge or split a class."""
    actor = actor_of(request)
    plan, seen, name = plan_by_uid(actor, uid), revision(request), request.POST.get("name", "")
    if verb == "add":
        add_class(actor, plan, seen, number(request.POST.get("grade")), name)
        said = _("Đã thêm lớp.")
    elif verb == "remove":
        remove_class(actor, plan, seen, _class(plan, request.POST.get("class")))
        said = _("Đã bỏ lớp.")
    elif verb == "merge":
        moved = merge(
            actor, plan, seen, _class(plan, request.POST.get("class")), _class(plan, request.POST.get("into"))
        )
        said = _("Đã gộp lớp, %(n)d em chuyển.") % {"n": moved}
    elif verb == "split":
        split(actor, plan, seen, _class(plan, request.POST.get("class")), name)
        said = _("Đã tách lớp; xem lại từng em ở bước 3.")
    else:
        raise NotFound(_("Không có việc này."))
    messages.success(request, said)
    return redirect("opening:classes", uid=uid)


@require_POST
@login_required
def decide_pupils(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Save the destinations of a page of pupils: those that changed, those that go back to their results, or all who
    wait in a class."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    if back := number(request.POST.get("back")):
        count = follow_results(actor, plan, revision(request), [back])
    else:
        count = decide(actor, plan, revision(request), _wanted(request, plan))
    messages.success(request, _("Đã lưu nơi học của %(n)d em.") % {"n": count})
    response = redirect("opening:pupils", uid=uid)
    response["Location"] += f"?class={number(request.POST.get('origin'))}&page={number(request.POST.get('page')) or 1}"
    return response


def _wanted(request: HttpRequest, plan: Plan) -> dict[int, str]:
    if "bulk" in request.POST:
        bulk = request.POST.get("destination", "")
        if not bulk:
            raise Invalid(_("Chưa chọn lớp."), hint=_("Chọn lớp cho các em rồi bấm lại."))
        waiting = Placement.objects.filter(school_id=plan.school_id, plan=plan, decision=WAIT)
        waiting = waiting.filter(origin_id=number(request.POST.get("origin")))
        return dict.fromkeys(waiting.values_list("student_id", flat=True), bulk)
    said = {number(key[1:]): value for key, value in request.POST.items() if key[:1] == "p" and key[1:].isdigit()}
    rows = Placement.objects.filter(school_id=plan.school_id, plan=plan, student_id__in=list(said))
    now = {one.student_id: str(one.target_id or one.decision) for one in rows}
    return {student: value for student, value in said.items() if value and value != now.get(student)}


@require_POST
@login_required
def place_pupils(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seat pupils who waited when the year was opened."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    said = {number(key[1:]): value for key, value in request.POST.items() if key[:1] == "p" and key[1:].isdigit()}
    count = place(actor, plan, {student: value for student, value in said.items() if value})
    messages.success(request, _("Đã xếp lớp cho %(n)d em.") % {"n": count})
    return redirect("opening:plan", uid=uid)


@require_POST
@login_required
def of_plan(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Bring up to date, throw away, open, undo."""
    actor = actor_of(request)
    plan = plan_by_uid(actor, uid)
    if verb not in ("refresh", "discard", "open", "undo"):
        raise NotFound(_("Không có việc này."))
    messages.success(request, _did(request, actor, plan, verb))
    if verb == "discard":
        return redirect("opening:index")
    return redirect("opening:plan" if verb == "open" else "opening:preview", uid=uid)


def _did(request: HttpRequest, actor: Actor, plan: Plan, verb: str) -> str:
    if verb == "refresh":
        refresh(actor, plan, revision(request))
        return _("Đã cập nhật theo kết quả mới.")
    if verb == "discard":
        discard(actor, plan, revision(request))
        return _("Đã xoá kế hoạch.")
    if verb == "undo":
        undo_opening(actor, plan)
        return _("Đã hoàn tác: năm học mới không còn, kế hoạch là bản nháp trở lại.")
    written = open_year(actor, plan, revision(request))
    said = {"year": plan, "classes": written.classes, "pupils": written.pupils}
    return _("Đã mở năm học %(year)s: %(classes)d lớp, %(pupils)d em.") % said


def _class(plan: Plan, text: str | None) -> PlannedClass:
    found = PlannedClass.objects.filter(school_id=plan.school_id, plan=plan, pk=number(text)).first()
    if found is None:
        raise NotFound(_("Lớp không còn trong kế hoạch."), hint=_("Tải lại trang."))
    return found
