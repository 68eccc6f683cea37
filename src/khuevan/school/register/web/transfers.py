"""Transfers between schools of the system: ask, the inbox, each step, the introduction paper."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.approvals.api import history
from khuevan.platform.documents.api import render as print_sheet
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolYear

from ..actions.holding import usual_day
from ..api import Introduction, Transfer, Wish, agree, ask, refuse, release, withdraw
from ..models import LifeEvent
from ..policies import TRANSFER, may
from ..queries.finding import pupil_by_uid, transfer_by_uid
from ..queries.inbox import inbox, look_at
from .forms import AskForm, open_classes
from .paper import introduction
from .parts import OFFICE, actor_of, attached, office_of, tabs, way
from .recording import done
from .words import look, paper_of

READERS = (*OFFICE, "authority", "guardian")


@require_GET
@login_required
def transfers(request: HttpRequest) -> HttpResponse:
    """All transfers to and from the school; those first that wait for it."""
    actor, school_id = office_of(request)
    found = inbox(actor)
    log_access(actor, school_id, [one.transfer.student_id for one in found], "Hồ sơ chuyển trường")
    own = Unit(pk=school_id, name=actor.unit_name)  # every line has the same one
    for one in found:
        one.transfer.school = own
    context = {"waiting": [(one, look(one.transfer)) for one in found], "tabs": tabs("register:transfers")}
    return render(request, "register/transfers.html", context)


@require_GET
@login_required
def transfer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One transfer: what it carries, its steps, and the step that is the actor's."""
    actor = actor_of(request, *READERS)
    one = transfer_by_uid(actor, uid)
    log_access(actor, one.school_id, [one.student_id], gettext_noop("Hồ sơ chuyển trường"))
    verbs = [verb for verb in TRANSFER.verbs(one.case.state, actor.kind) if may(actor, verb, one)]
    year = SchoolYear.objects.filter(school_id=one.school_id).order_by("-year").first()
    context = {
        "transfer": one,
        "look": look(one),
        "stand": look_at(one, today()),
        "history": history(TRANSFER, one.case_id),
        "can": dict.fromkeys(verbs, True),
        "classes": [each for each in open_classes(one.school_id) if each.grade == one.grade]
        if "agree" in verbs
        else [],
        "day": usual_day(year),
        "paper": paper_of(one),
        "pupil": Person.objects.filter(pk=one.student_id).first(),
        "frame": "layouts/family.html" if actor.kind == "guardian" else "layouts/app.html",
        "family": actor.kind == "guardian",
        "crumbs": _crumbs(actor, one),
    }
    return render(request, "register/transfer.html", context)


def _crumbs(actor: Actor, one: Transfer) -> list[Crumb]:
    if actor.kind in OFFICE:
        return way(actor, Crumb(_("Chuyển trường"), reverse("register:transfers")), Crumb(one.full_name))
    return way(actor, Crumb(one.full_name))


@require_http_methods(["GET", "POST"])
@login_required
def ask_for(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The wish to go to another school, by the family or by the office on the family's application."""
    actor = actor_of(request, *OFFICE, "guardian")
    family = actor.kind == "guardian"
    found = pupil_by_uid(actor, uid, "ask" if family else "write")
    if found.place is None:
        raise Invalid(_("Em hiện không học lớp nào ở trường này."), hint=_("Chỉ học sinh đang học mới chuyển trường."))
    form = AskForm(request.POST or None, school_id=found.school_id, grade=found.place.school_class.grade)
    made: list[Transfer] = []

    def write() -> None:
        given = form.cleaned_data
        wish = Wish(UUID(given["target"]), given["reason"], given["wanted"])
        made.append(ask(actor, found, wish, given["token"]))

    if request.method == "POST" and done(form, write):
        messages.success(request, _("Đã gửi đơn. Trường chuyển đến trả lời trong 3 ngày làm việc."))
        return redirect("register:transfer", uid=made[0].uid)
    page = "register:child" if family else "register:pupil"
    back = Crumb(found.person.full_name, reverse(page, args=[found.person.uid]))
    context = {"form": form, "found": found, "crumbs": way(actor, back, Crumb(_("Xin chuyển trường")))}
    context["frame"] = "layouts/family.html" if family else "layouts/app.html"
    return render(request, "register/ask.html", context, status=422 if form.errors else 200)


def _agree(actor: Actor, one: Transfer, request: HttpRequest) -> str:
    text = request.POST.get("school_class", "")
    agree(actor, one, int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0)
    return _("Đã đồng ý tiếp nhận. Trường đang học cho chuyển thì hồ sơ sang trường mình.")


def _refuse(actor: Actor, one: Transfer, request: HttpRequest) -> str:
    refuse(actor, one, request.POST.get("reason", ""))
    return _("Đã trả lời không tiếp nhận, kèm lý do.")


def _withdraw(actor: Actor, one: Transfer, request: HttpRequest) -> str:
    withdraw(actor, one, request.POST.get("reason", ""))
    return _("Đã rút đơn.")


def _release(actor: Actor, one: Transfer, request: HttpRequest) -> str:
    on, paper_on = _day(request, "on"), _day(request, "paper_on")
    if on is None:
        raise Invalid(_("Chưa nhập ngày chuyển."), hint=_("Chọn ngày em bắt đầu học ở trường mới."), code="on")
    number = request.POST.get("paper_no", "").replace("\x00", "").strip()
    release(actor, one, Introduction(on, number, paper_on))
    return _("Đã cho chuyển. Kết quả, điểm và học bạ đã bàn giao cho trường mới.")


STEPS: dict[str, Callable[[Actor, Transfer, HttpRequest], str]] = {
    "agree": _agree, "refuse": _refuse, "withdraw": _withdraw, "release": _release,
}  # fmt: skip


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Take one step."""
    actor = actor_of(request, *OFFICE, "guardian")
    if verb not in STEPS:
        raise NotFound(_("Không có trang này."))
    one = transfer_by_uid(actor, uid)
    messages.success(request, STEPS[verb](actor, one, request))
    return redirect("register:transfer", uid=uid)


@require_GET
@login_required
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The introduction paper of a transfer that was released, for its sending school and the family."""
    actor = actor_of(request, *OFFICE, "guardian")
    one = transfer_by_uid(actor, uid)
    if one.side != "out" or one.released_on is None:
        raise NotFound(_("Chưa có giấy giới thiệu."), hint=_("Giấy giới thiệu có khi trường đang học cho chuyển."))
    log_access(actor, one.school_id, [one.student_id], gettext_noop("Hồ sơ chuyển trường"))
    event = (
        LifeEvent.objects.filter(school_id=one.school_id, transfer=one.pair)
        .select_related("class_from", "student")
        .first()
    )
    class_name = event.class_from.name if event and event.class_from else ""
    sheet = introduction(one, class_name, event.student.code if event else "")
    return attached(print_sheet("transfer_paper", sheet), "application/pdf", "giay-gioi-thieu-chuyen-truong.pdf")


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
