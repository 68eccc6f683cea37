"""What one does to the teaching of a year; each leads back to its page."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel.errors import Invalid, NotFound

from ..api import assign, colleagues, end_standing_in, set_duty, set_homeroom, stand_in
from ..models import ClassSubject, SchoolClass, SchoolYear, Teaching
from ..queries.posts import teachers_of_last_year
from ..rules.naming import meant
from .parts import actor_of, number, year_of


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Save the cells of the matrix that changed, from a day on."""
    actor, year = actor_of(request), year_of(request)
    day, reason = _day(request.POST.get("day", "")), request.POST.get("reason", "")
    people = _people(year, day)
    sent = {key: text for key, text in request.POST.items() if _is_post(key)}
    changed = {key: text for key, text in sent.items() if text != request.POST.get(f"was-{key}")}
    cells = {key: _who(text.strip(), people) for key, text in changed.items()}
    rows = [(number(key[1:]), who) for key, who in cells.items() if key[0] == "s"]
    led = [(number(key[1:]), who) for key, who in cells.items() if key[0] == "h"]
    count = assign(actor, year, rows, day, reason) + set_homeroom(actor, year, led, day, reason)
    messages.success(request, _("Đã lưu %(n)d thay đổi.") % {"n": count} if count else _("Không có gì thay đổi."))
    return _back("teaching", year, f"&grade={number(request.POST.get('grade'))}")


@require_POST
@login_required
def copy(request: HttpRequest) -> HttpResponse:
    """Fill the gaps with the teachers of last year."""
    actor, year = actor_of(request), year_of(request)
    count = assign(actor, year, teachers_of_last_year(year), year.starts_on)
    left = ClassSubject.objects.filter(school_id=year.school_id, school_class__year=year.year, teacher=None).count()
    messages.success(request, _("Đã chép %(n)d chỗ từ năm trước; còn %(left)d chỗ trống.") % {"n": count, "left": left})
    return _back("teaching", year)


@require_POST
@login_required
def duty(request: HttpRequest) -> HttpResponse:
    """A duty that takes lessons off a teacher."""
    actor, year = actor_of(request), year_of(request)
    who = _who(request.POST.get("teacher", "").strip(), _people(year, year.starts_on))
    set_duty(actor, year, who or 0, request.POST.get("title", ""), number(request.POST.get("lessons")))
    messages.success(request, _("Đã lưu nhiệm vụ."))
    return _back("loads", year)


@require_POST
@login_required
def add_stand_in(request: HttpRequest) -> HttpResponse:
    """Somebody does the work of another for some days."""
    actor, year = actor_of(request), year_of(request)
    first, last = _day(request.POST.get("starts_on", "")), _day(request.POST.get("ends_on", ""))
    who = _who(request.POST.get("teacher", "").strip(), _people(year, first))
    if who is None:
        raise Invalid(_("Chưa chọn người dạy thay."), hint=_("Gõ tên một giáo viên của trường."))
    stand_in(actor, year, _post(year, request.POST.get("post", "")), who, first, last, request.POST.get("reason", ""))
    messages.success(request, _("Đã ghi dạy thay."))
    return _back("stand_ins", year)


@require_POST
@login_required
def end_stand_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Standing in ends today."""
    actor, year = actor_of(request), year_of(request)
    rows = Teaching.objects.select_related("teacher", "stands_for", "school_class", "class_subject__subject")
    found = rows.filter(school_id=year.school_id, school_class__year=year.year, uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần dạy thay này."), hint=_("Tải lại trang."))
    end_standing_in(actor, year, found)
    messages.success(request, _("Đã kết thúc dạy thay."))
    return _back("stand_ins", year)


def _is_post(key: str) -> bool:
    """``s12`` names a class subject, ``h3`` the homeroom of a class."""
    return key[:1] in ("s", "h") and key[1:].isdigit()


def _post(year: SchoolYear, text: str) -> ClassSubject | SchoolClass:
    """``s12`` is a class subject, ``h3`` the homeroom of a class."""
    pk = number(text[1:])
    found: ClassSubject | SchoolClass | None
    if text[:1] == "s":
        books = ClassSubject.objects.select_related("school_class", "subject")
        found = books.filter(school_id=year.school_id, pk=pk).first()
    else:
        found = SchoolClass.objects.filter(school_id=year.school_id, pk=pk).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lớp này trong năm học."))
    return found


def _people(year: SchoolYear, day: date) -> dict[str, int]:
    return {one.label: one.id for one in colleagues(year.school_id, day)}


def _who(text: str, people: dict[str, int]) -> int | None:
    if not text:
        return None
    found = meant(text, people)
    if found is None:
        raise Invalid(
            _("Không rõ “%(name)s” là ai.") % {"name": text[:60]},
            hint=_("Gõ đủ họ tên một giáo viên của trường, hoặc để trống."),
        )
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Chưa chọn ngày."), hint=_("Chọn ngày rồi lưu lại.")) from None


def _back(page: str, year: SchoolYear, more: str = "") -> HttpResponse:
    return redirect(f"{reverse(f'enrolment:{page}')}?year={year.year}{more}")
