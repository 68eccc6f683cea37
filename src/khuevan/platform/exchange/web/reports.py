"""What is stuck, the log of submissions, and comparisons with a partner."""

import csv
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb

from ..actions.reconciling import ask_compare
from ..actions.replaying import replay, resend
from ..models import Delivery, Difference, Reconciliation
from ..queries.overview import STUCK, reasons_of
from ..queries.submissions import FILTERS, choices, submissions, totals
from ..queries.tabs import room_tabs
from ..queries.words import STATES, TONES, code_of, finding_words, kind_name, reason_name, status_name
from ..rules.outcomes import REASONS, STATUSES
from .parts import actor_of, partner_of, text_of, way

PAGE = 50
FORMULA = tuple("=+-@\t\r")


def _page_size(request: HttpRequest) -> int:
    return getattr(request, "per_page", PAGE)


@require_GET
@login_required
def stuck(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Records that do not go, with the reason and what to do."""
    _actor, found = partner_of(request, uid)
    reason = text_of(request, "reason", 300)
    rows = Delivery.objects.filter(partner=found, state__in=STUCK).select_related("record", "school")
    rows = (rows.filter(reason=reason) if reason else rows).order_by("-changed_at", "pk")
    page = Paginator(rows, _page_size(request)).get_page(request.GET.get("page"))
    lines = [(one, kind_name(one.record.kind), code_of(one.record.body), *map(_, STATES[one.state])) for one in page]
    reasons = [(_(STATES[state][0]), why, n) for state, why, n in reasons_of(found)]
    context = {"partner": found, "page": page, "lines": lines, "reasons": reasons, "reason": reason}
    return render(request, "exchange/stuck.html", context | {"crumbs": way(found, Crumb(_("Chưa gửi được")))})


@require_POST
@login_required
def send_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One stuck record (``record``), or all of them, go again."""
    actor, found = partner_of(request, uid)
    chosen = text_of(request, "record")
    try:
        count = replay(actor, found, UUID(chosen) if chosen else None)
    except ValueError:
        raise NotFound(_("Không tìm thấy bản ghi này.")) from None
    messages.success(request, _("%(n)d bản ghi sẽ được gửi lại.") % {"n": count})
    return redirect("exchange:stuck", uid=uid)


@require_GET
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """What was submitted when, with which outcome."""
    actor_of(request)
    given = {name: text_of(request, name) for name in (*FILTERS, "q")}
    rows = submissions(given)
    page = Paginator(rows, _page_size(request)).get_page(request.GET.get("page"))
    lines = [(x, kind_name(x.kind), status_name(x.status), TONES[x.status], reason_name(x.reason)) for x in page]
    kinds, senders = choices()
    context = {
        "tabs": room_tabs("exchange:log"), "given": given, "page": page, "lines": lines,
        "totals": [(s, status_name(s), TONES[s], r, reason_name(r), n) for s, r, n in totals(rows)],
        "statuses": [(code, status_name(code)) for code in STATUSES],
        "reasons": [(code, reason_name(code)) for code in REASONS],
        "kinds": [(kind or "-", kind_name(kind) or _("(không ghi)")) for kind in kinds],
        "senders": [(sender or "-", sender or _("(không ghi)")) for sender in senders],
        "filtered": any(given.values()),
    }  # fmt: skip
    return render(request, "exchange/log.html", context)


@require_GET
@login_required
def comparison(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The last comparison: what we hold, what they hold, what differs, what to do."""
    _actor, found = partner_of(request, uid)
    last = _last(found.pk)
    rows = last.differences.select_related("record").order_by("kind", "school_code", "ref") if last else []
    page = Paginator(rows, _page_size(request)).get_page(request.GET.get("page"))
    lines = [(one, kind_name(one.kind), _code(one), *finding_words(one.finding)) for one in page]
    open_ones = last.differences.filter(resent_at=None, record__isnull=False).count() if last else 0
    context = {"partner": found, "last": last, "page": page, "lines": lines, "open": open_ones}
    return render(request, "exchange/comparison.html", context | {"crumbs": way(found, Crumb(_("Đối chiếu")))})


@require_GET
@login_required
def comparison_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The report of the last comparison as CSV, which spreadsheets open as it is."""
    _actor, found = partner_of(request, uid)
    last = _last(found.pk)
    if last is None:
        raise NotFound(_("Chưa đối chiếu lần nào."))
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="doi-chieu-{last.asked_at:%Y%m%d-%H%M}.csv"'
    write = csv.writer(response).writerow
    write([_("Loại"), _("Mã trường"), "idbanghi", _("Khác nhau"), _("Ta giữ"), _("Họ giữ"), _("Cần làm")])
    for one in last.differences.order_by("kind", "school_code", "ref").iterator():
        what, advice = finding_words(one.finding)
        place = (kind_name(one.kind), as_text(one.school_code), as_text(one.ref))
        write([*place, what, one.ours or "", one.theirs or "", advice])
    return response


@require_POST
@login_required
def compare_step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Start a comparison, or send again what it found."""
    actor, found = partner_of(request, uid)
    if verb == "start":
        ask_compare(actor, found)
    elif verb == "resend" and (last := _last(found.pk)):
        messages.success(request, _("%(n)d bản ghi sẽ được gửi lại.") % {"n": resend(actor, last)})
    return redirect("exchange:comparison", uid=uid)


@require_GET
@login_required
def comparison_progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far the comparison is; reloads the page when it has ended."""
    _actor, found = partner_of(request, uid)
    last = _last(found.pk)
    response = render(request, "exchange/progress.html", {"partner": found, "last": last})
    if last is None or last.finished_at:
        response["HX-Refresh"] = "true"
    return response


def as_text(said: str) -> str:
    """What a partner said, so that no spreadsheet takes it for a formula."""
    return f"'{said}" if said[:1] in FORMULA else said


def _code(one: Difference) -> str:
    return code_of(one.record.body) if one.record else ""


def _last(partner_id: int) -> Reconciliation | None:
    return Reconciliation.objects.filter(partner=partner_id).select_related("partner").order_by("-asked_at").first()
