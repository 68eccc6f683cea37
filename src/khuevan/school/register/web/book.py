"""The register: on the screen, as a list, on paper."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.platform.documents.api import render as print_sheet
from khuevan.platform.sheets.api import list_file
from khuevan.registry.audit.api import log_access
from khuevan.registry.units.api import day_in
from khuevan.school.enrolment.api import years_of

from ..api import fill_register
from ..queries.book import Registered, Wanted, register_lines, without_number
from ..rules.forms import form_on
from .paper import book_of, heads_of, table
from .parts import attached, office_of, tabs

LINES = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Counted(Paginator):
    """Pages of a list that counts itself."""

    def __init__(self, count: int) -> None:
        super().__init__(range(count), LINES)


@require_GET
@login_required
def book(request: HttpRequest) -> HttpResponse:
    """Fifty lines by number, filtered by year, state and text."""
    actor, school_id = office_of(request)
    wanted, number = _wanted(request), request.GET.get("page", "")
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    lines = register_lines(school_id, wanted, LINES, (at - 1) * LINES)
    total = lines[0].total if lines else 0
    page: Page = _Counted(total).get_page(at)
    log_access(actor, school_id, [one.id for one in lines], "Sổ đăng bộ")
    context = {
        "lines": lines,
        "page": page,
        "wanted": wanted,
        "years": years_of(school_id),
        "missing": without_number(school_id),
        "tabs": tabs("register:book"),
        "on": day_in(request.GET, "on"),
        "total": total,
    }
    return render(request, "register/book.html", context)


@require_POST
@login_required
def fill(request: HttpRequest) -> HttpResponse:
    """Numbers for everybody who has none."""
    actor, school_id = office_of(request)
    count = fill_register(actor, school_id)
    messages.success(request, _("Đã ghi %(n)d học sinh vào sổ đăng bộ.") % {"n": count})
    return redirect("register:book")


@require_GET
@login_required
def book_pdf(request: HttpRequest) -> HttpResponse:
    """The whole register as PDF/A, A3 or A4, by the form in force on a day, today's if none is named."""
    school, lines, wanted = _everything(request, "In sổ đăng bộ")
    day = day_in(request.GET, "on")
    paper = "a4" if request.GET.get("paper") == "a4" else "a3"
    with override(settings.LANGUAGE_CODE):
        sheet = book_of(school, lines, _lead(wanted, len(lines)), day, paper)
    return attached(print_sheet("register_book", sheet), "application/pdf", f"so-dang-bo-{day:%Y-%m-%d}.pdf")


@require_GET
@login_required
def book_xlsx(request: HttpRequest) -> HttpResponse:
    """The whole register as a plain list, with the columns of the form in force on a day."""
    school, lines, _said = _everything(request, "Xuất sổ đăng bộ")
    day = day_in(request.GET, "on")
    with override(settings.LANGUAGE_CODE):
        heads = [head for head, _width in heads_of(form_on(day))]
        content = list_file("Sổ đăng bộ", heads, table(school, lines, day))
    return attached(content, XLSX, f"so-dang-bo-{day:%Y-%m-%d}.xlsx")


def _everything(request: HttpRequest, page: str) -> tuple[int, list[Registered], Wanted]:
    actor, school_id = office_of(request)
    wanted = _wanted(request)
    lines = register_lines(school_id, wanted)
    log_access(actor, school_id, [one.id for one in lines], page)
    return school_id, lines, wanted


def _wanted(request: HttpRequest) -> Wanted:
    year, state = request.GET.get("year", ""), request.GET.get("state", "")
    known = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    text = request.GET.get("q", "").replace("\x00", "")
    return Wanted(known, state if state in ("here", "left") else "", text)


def _lead(wanted: Wanted, count: int) -> str:
    """What the paper holds; in Vietnamese, as records are."""
    said = {"here": "đang học", "left": "đã rời trường"}.get(wanted.state, "")
    year = f"Năm học {year_label(wanted.year)}" if wanted.year else "Tất cả các năm"
    return " · ".join(filter(None, [year, said, f"{count} học sinh"]))
