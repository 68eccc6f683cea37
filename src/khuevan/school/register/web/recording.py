"""One form for each event; two clicks from the pupil."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolYear

from ..actions.holding import usual_day
from ..actions.recording import already
from ..api import attach, change_class, come_back, death, enrol, leave, leave_for
from ..api import undo as do_undo
from ..models import LifeEvent
from ..queries.finding import Standing, event_by_uid, pupil_by_uid
from .forms import ArriveForm, ClassForm, DeathForm, EventForm, LeaveForm, OutsideForm, ReturnForm
from .parts import OFFICE, actor_of, office_of, way


@dataclass(frozen=True)
class Page:
    """A form: its title, what it says above, its button, its fields, and the action that it leads to."""

    title: Any
    lead: Any
    button: Any
    form: type[EventForm]
    act: Callable[[Actor, Standing, Any], int]


PAGES = {
    "class": Page(
        gettext_lazy("Xếp lại lớp"),
        gettext_lazy("Cùng khối là chuyển lớp; xuống một khối là ở lại, lên một khối là vượt lớp (cần quyết định)."),
        gettext_lazy("Xếp vào lớp này"), ClassForm,
        lambda who, one, form: change_class(who, one.person.pk, form.chosen(), form.said(), form.cleaned_data["token"]),
    ),
    "leave": Page(
        gettext_lazy("Thôi học"), gettext_lazy("Em rời lớp từ ngày này. Em học lại thì giữ nguyên mã và số đăng bộ."),
        gettext_lazy("Ghi thôi học"), LeaveForm,
        lambda who, one, form: leave(who, one.school_id, one.person.pk, form.said(), form.cleaned_data["token"]),
    ),
    "outside": Page(
        gettext_lazy("Chuyển đi ngoài hệ thống"),
        gettext_lazy("Trường ở tỉnh khác, hoặc chưa dùng hệ thống. Trường trong hệ thống thì làm hồ sơ chuyển trường."),
        gettext_lazy("Ghi chuyển đi"), OutsideForm,
        lambda who, one, form: leave_for(who, one.school_id, one.person.pk, form.said(), form.cleaned_data["token"]),
    ),
    "return": Page(
        gettext_lazy("Học lại"), gettext_lazy("Em trở lại trường: vẫn hồ sơ, mã và số đăng bộ cũ."),
        gettext_lazy("Ghi học lại"), ReturnForm,
        lambda who, one, form: come_back(who, one.person.pk, form.chosen(), form.said(), form.cleaned_data["token"]),
    ),
    "death": Page(
        gettext_lazy("Ghi nhận học sinh qua đời"),
        gettext_lazy("Nhà trường chia buồn cùng gia đình. Hồ sơ của em khép lại; gia đình vẫn xem được kết quả."),
        gettext_lazy("Ghi vào sổ"), DeathForm,
        lambda who, one, form: death(who, one.school_id, one.person.pk, form.said(), form.cleaned_data["token"]),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def record(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Fill in and record one event of a pupil."""
    actor = actor_of(request, *OFFICE)
    if kind not in PAGES:
        raise NotFound(_("Không có trang này."))
    page, found = PAGES[kind], pupil_by_uid(actor, uid, "write")
    if request.method == "POST" and _sent_before(request, found):
        return redirect("register:pupil", uid=found.person.uid)
    place = found.place.school_class if found.place else None
    given = {"day": usual_day(found.year), "school_id": found.school_id, "place": place}
    form = page.form(request.POST or None, request.FILES or None, **given)
    if request.method == "POST" and _done(request, actor, form, lambda: page.act(actor, found, form)):
        messages.success(request, _("Đã ghi: %(what)s.") % {"what": page.title})
        return redirect("register:pupil", uid=found.person.uid)
    back = Crumb(found.person.full_name, reverse("register:pupil", args=[found.person.uid]))
    context = {"form": form, "shown": page, "found": found, "crumbs": way(actor, back, Crumb(str(page.title)))}
    return render(request, "register/event.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def arrive(request: HttpRequest) -> HttpResponse:
    """Somebody new to the system comes to the school."""
    actor, school_id = office_of(request)
    year = SchoolYear.objects.filter(school_id=school_id, closed_at=None).order_by("-year").first()
    form = ArriveForm(request.POST or None, request.FILES or None, day=usual_day(year), school_id=school_id)
    made: list[int] = []

    def act() -> int:
        made.append(enrol(actor, form.chosen(), form.newcomer(), form.said(), form.cleaned_data["token"]))
        return made[-1]

    if request.method == "POST" and _done(request, actor, form, act):
        event = LifeEvent.objects.select_related("student").get(school_id=school_id, pk=made[-1])
        messages.success(request, _("Đã tiếp nhận %(name)s.") % {"name": event.student.full_name})
        return redirect("register:pupil", uid=event.student.uid)
    context = {"form": form, "crumbs": way(actor, Crumb(_("Tiếp nhận học sinh")))}
    return render(request, "register/arrive.html", context, status=422 if form.errors else 200)


def _sent_before(request: HttpRequest, found: Standing) -> bool:
    """Whether this form was written before: its choices fit no more, they follow from where the pupil is now."""
    try:
        event = already(UUID(request.POST.get("token", "")))
    except ValueError:
        return False
    return event is not None and event.student_id == found.person.pk


def _done(request: HttpRequest, actor: Actor, form: EventForm, act: Callable[[], int]) -> bool:
    """Whether the event was written, with its scanned paper; otherwise the form says why not, and nothing was."""

    def write() -> None:
        event_id, file = act(), form.cleaned_data.get("file")
        if file:
            event = LifeEvent.objects.get(pk=event_id, school_id__in=actor.school_ids)
            attach(actor, event, file.read(), file.name)

    return done(form, write)


def done(form: Form, write: Callable[[], object]) -> bool:
    """Whether a form was right and ``write`` went through; a refusal stands above the form, and nothing is kept."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            write()
    except DomainError as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
@login_required
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an event back."""
    actor = actor_of(request, *OFFICE)
    event = event_by_uid(actor, uid, "undo")
    do_undo(actor, event, request.POST.get("reason", ""))
    messages.success(request, _("Đã hoàn tác biến động."))
    return redirect("register:pupil", uid=event.student.uid)


@require_POST
@login_required
def add_paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One scanned paper more."""
    actor = actor_of(request, *OFFICE)
    event, file = event_by_uid(actor, uid, "undo"), request.FILES.get("file")
    if file is None:
        raise NotFound(_("Chưa chọn tệp."))
    attach(actor, event, file.read(), file.name or "")
    messages.success(request, _("Đã lưu giấy tờ."))
    return redirect("register:pupil", uid=event.student.uid)
