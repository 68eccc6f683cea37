"""Pages of re-openings: ask from a book, the list, one request with its history and the decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.platform.approvals.api import history
from khuevan.school.gradebook.api import book_title, class_title, open_book, open_class

from ..actions.reopening import LONGEST, ask, close_again, decide, withdraw
from ..api import REOPENING, asked, may, request_by_uid
from ..api import requests as requests_of
from ..queries.words import kind_name
from ..rules.kinds import slots_of
from .parts import actor_of, day, device, room_tabs, way

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def ask_book(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Ask to open a column of a book again."""
    return _ask(request, uid, part, False)


@require_http_methods(["GET", "POST"])
@login_required
def ask_class(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Ask to open the homeroom part of a class again."""
    return _ask(request, uid, part, True)


def _ask(request: HttpRequest, uid: UUID, part: int, whole_class: bool) -> HttpResponse:
    actor = actor_of(request, "teacher")
    opened = open_class(actor, uid, part, "judge") if whole_class else open_book(actor, uid, part, "write")
    thing = opened.thing
    school_class = thing if whole_class else thing.school_class
    slots = slots_of(school_class.grade, whole_class, part)
    if request.method == "POST":
        slot = next((one for one in slots if one[1] == request.POST.get("kind")), None)
        if slot is None:
            raise Invalid(_("Chưa chọn cột."), hint=_("Chọn cột cần mở lại rồi gửi."))
        one = ask(actor, thing, part, slot, request.POST.get("reason", ""), device=device(request))
        messages.success(request, _("Đã gửi đề nghị. Lãnh đạo nhà trường thấy ở trang đầu; kết quả hiện ở đây."))
        return redirect("calendar:request", uid=one.uid)
    lines = [line for slot in slots if (line := getattr(opened.entry, "line", _nothing)(slot))]
    over = [line for line in lines if line.state == "over" and not line.waiting]
    back = reverse("gradebook:homeroom" if whole_class else "gradebook:book", args=[uid]) + f"?term={part}"
    context = {
        "title": (class_title if whole_class else book_title)(opened),
        "over": over,
        "lock": opened.lock,
        "back": back,
        "crumbs": way(Crumb(_("Đề nghị mở lại"), reverse("calendar:requests")), Crumb(_("Đề nghị mới"))),
    }
    return render(request, "calendar/ask.html", context)


def _nothing(_slot: object) -> None:
    return None


@require_GET
@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that one may see: own ones, of the school, of all schools."""
    actor = actor_of(request)
    page = Paginator(requests_of(actor), getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    context = {"tabs": room_tabs("requests"), "page": page, "lines": [asked(one) for one in page], "kind": actor.kind}
    return render(request, "calendar/requests.html", context)


@require_GET
@login_required
def one_request(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One request: what is asked and why, every step so far, and what the reader may do."""
    actor = actor_of(request)
    one = request_by_uid(actor, uid)
    found, name = asked(one), "gradebook:book" if one.class_subject else "gradebook:homeroom"
    thing = one.class_subject or one.school_class
    context = {
        "found": found,
        "one": one,
        "steps": history(REOPENING, one.case_id),
        "decides": may(actor, "decide", one),
        "withdraws": may(actor, "withdraw", one) and found.state == "asked",
        "book": f"{reverse(name, args=[thing.uid])}?term={found.part}",
        "kind": kind_name(one.kind),
        "first": today(),
        "last": today() + LONGEST,
        "crumbs": way(Crumb(_("Đề nghị mở lại"), reverse("calendar:requests")), Crumb(found.title)),
    }
    return render(request, "calendar/request.html", context)


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Agree, refuse, take back, close early."""
    actor = actor_of(request)
    one = request_by_uid(actor, uid)
    reason = request.POST.get("reason", "").replace("\x00", "")[:500]
    if verb == "grant":
        until = day(request.POST.get("until", ""), _("Mở đến hết ngày"))
        if until is None:
            raise Invalid(_("Chưa chọn ngày mở đến."), hint=_("Chọn ngày cuối cùng giáo viên được sửa."))
        decide(actor, one, until, reason, device=device(request))
        said = _("Đã mở lại đến hết ngày %(day)s, chỉ cho sổ này.") % {"day": f"{until:%d/%m/%Y}"}
    elif verb == "refuse":
        decide(actor, one, None, reason, device=device(request))
        said = _("Đã trả lời không đồng ý.")
    elif verb == "withdraw":
        withdraw(actor, one, device=device(request))
        said = _("Đã rút đề nghị.")
    elif verb == "close":
        close_again(actor, one, reason, device=device(request))
        said = _("Đã đóng lại cột.")
    else:
        raise NotFound(_("Không có việc này."))
    messages.success(request, said)
    return redirect("calendar:request", uid=uid)
