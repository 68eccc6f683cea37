"""Rounds: which there are, who has handed in, freezing."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from khuevan.insight.statistics.api import years_counted
from khuevan.kernel.clock import today
from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import Conflict, DomainError, Invalid
from khuevan.kernel.tables import Cell, Column, Linked, Standing, Table
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor

from ..api import (
    OWNERS,
    PERIODS,
    REGIONS,
    Asked,
    Report,
    Round,
    Row,
    ask_for,
    census,
    counts,
    freeze,
    freeze_whole,
    gaps_in_words,
    handed_in,
    may,
    own_reports,
    round_by_uid,
    rounds,
)
from .parts import reader, tables_of, title_of, way

PAGE = 50
LOOKS = {"late": "failed", "waiting": "waiting", "handed_late": "approved", "handed": "approved"}
WORDS = {
    "late": gettext_lazy("Quá hạn, chưa nộp"),
    "waiting": gettext_lazy("Chưa nộp"),
    "handed_late": gettext_lazy("Đã nộp, trễ hạn"),
    "handed": gettext_lazy("Đã nộp"),
}
BASIS = "Luật Thống kê số 89/2015/QH13 (sửa đổi, bổ sung bởi Luật số 01/2021/QH15); TT 42/2021/TT-BGDĐT"


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AskForm(forms.Form):
    """A round."""

    year = forms.TypedChoiceField(label=gettext_lazy("Năm học"), coerce=int)
    period = forms.ChoiceField(label=gettext_lazy("Kì"), choices=[])
    as_of = _date(gettext_lazy("Chốt số đến ngày"))
    due_on = _date(gettext_lazy("Hạn nộp"))
    basis = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        year = next(iter(years_counted()), today().year)
        first = PERIODS["begin"].as_of(year)
        usual = {"year": year, "as_of": first, "due_on": first + timedelta(days=15), "basis": BASIS}
        super().__init__(*args, initial=usual, **kwargs)
        self.fields["year"].choices = [(one, year_label(one)) for one in (year + 1, year, year - 1)]  # type: ignore[attr-defined]
        self.fields["period"].choices = [(one.code, _(one.title)) for one in PERIODS.values()]  # type: ignore[attr-defined]


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The rounds: for a school what it has handed in, for the Sở how many have."""
    return _index(request, reader(request), None)


@require_POST
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """The Sở opens a round, or says other days."""
    actor, form = reader(request), AskForm(request.POST)
    if form.is_valid():
        try:
            one = ask_for(actor, Asked(**form.cleaned_data))
        except (Invalid, Conflict) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã mở đợt báo cáo “%(title)s”.") % {"title": title_of(one)})
            return redirect("reports:round", one.uid)
    return _index(request, actor, form, status=422)


def _index(request: HttpRequest, actor: Actor, form: AskForm | None, status: int = 200) -> HttpResponse:
    own = {} if actor.kind == "authority" else own_reports(actor.unit_id or 0)
    handed = counts() if actor.kind == "authority" else {}
    asks = may(actor, "open")
    lines = [(one, title_of(one), *_standing(one, own.get(one.pk), handed.get(one.pk))) for one in rounds()]
    context = {
        "lines": lines,
        "authority": actor.kind == "authority",
        "asks": asks,
        "form": form or (AskForm() if asks else None),
    }
    return render(request, "reports/index.html", context, status=status)


def _standing(one: Round, own: Report | None, handed: int | None) -> tuple[int, str, Any]:
    if own is not None:
        return handed or 0, LOOKS["handed"], WORDS["handed"]
    state = "late" if today() > one.due_on else "waiting"
    return handed or 0, LOOKS[state], WORDS[state]


@require_GET
@login_required
def one_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A school looks at its numbers before they are frozen; the Sở sees who has handed in."""
    return _round(request, reader(request), round_by_uid(uid), None)


@require_POST
@login_required
def freeze_own(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Freeze the own school's numbers, or those of the province."""
    actor, one, given = reader(request), round_by_uid(uid), request.POST
    with_gaps = given.get("gaps") == "1"
    try:
        if actor.kind == "authority":
            made = freeze_whole(actor, one, with_gaps=with_gaps)
        else:
            declared = {name: given.get(name, "") for name in ("owner", "region")}
            made = freeze(actor, one, declared, given.get("pin", "").strip()[:32], with_gaps=with_gaps)
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        return _round(request, actor, one, refusal)
    messages.success(request, _("Đã chốt và ký số. Số này không đổi nữa."))
    return redirect("reports:report", made.uid)


def _round(request: HttpRequest, actor: Actor, one: Round, refusal: DomainError | None) -> HttpResponse:
    office = actor.kind == "authority"
    made = Report.objects.filter(round=one, school_id=actor.unit_id).defer("xml", "figures").first()
    context = {
        "one": one,
        "title": title_of(one),
        "refusal": refusal,
        "given": request.POST,
        "made": made,
        "early": today() < one.as_of,
        "late": today() > one.due_on and made is None,
        "crumbs": way(Crumb(title_of(one))),
        **(_schools(request, actor, one) if office else _preview(actor, one)),
    }
    page = "reports/round.html" if office else "reports/preview.html"
    return render(request, page, context, status=refusal.status if refusal else 200)


def _preview(actor: Actor, one: Round) -> dict[str, Any]:
    found = census(actor.unit_id or 0, one.year, one.as_of, PERIODS[one.period])
    last = (
        Report.objects.filter(school_id=actor.unit_id).order_by("-frozen_at").values_list("declared", flat=True).first()
    )
    return {
        "tables": tables_of(found.figures),
        "gaps": gaps_in_words(found.gaps),
        "freezes": may(actor, "freeze"),
        "owners": [(code, _(words)) for code, words in OWNERS.items()],
        "regions": [(code, _(words)) for code, words in REGIONS.items()],
        "last": last or {},
    }


def _table(rows: Iterable[Row]) -> Table:
    heads = _("Trường"), _("Trạng thái"), _("Người chốt"), _("Lúc")
    start = reverse("reports:report", args=[UUID(int=0)]).partition(str(UUID(int=0)))
    states = {state: Standing(look, str(WORDS[state])) for state, look in LOOKS.items()}
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        name, state = row.name, states[row.state]
        if made := row.report:
            named, at = Linked(name, f"{start[0]}{made.uid}{start[2]}"), f"{localtime(made.frozen_at):%d/%m/%Y %H:%M}"
            lines.append((named, state, made.frozen_by, at, row.corrections))
        else:
            lines.append((name, state, "—", "—", row.corrections))
    return Table([*map(Column, heads), Column(_("Lần điều chỉnh"), number=True)], lines)


def _schools(request: HttpRequest, actor: Actor, one: Round) -> dict[str, Any]:
    rows = handed_in(one, None if may(actor, "open") else actor.school_ids)
    n = Counter(row.state for row in rows)
    wanted = request.GET.get("state", "")
    some = [row for row in rows if row.state == wanted] if wanted in WORDS else rows
    shown = Paginator(some, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    tabs = [Tab(_("Tất cả"), "?", wanted not in WORDS, count=len(rows))]
    tabs += [Tab(str(words), f"?state={state}", state == wanted, count=n[state]) for state, words in WORDS.items()]
    return {
        "page": shown,
        "table": _table(shown),
        "tabs": tabs,
        "handed": n["handed"] + n["handed_late"],
        "lates": n["late"],
        "owed": len(rows),
        "freezes": may(actor, "open"),
    }
