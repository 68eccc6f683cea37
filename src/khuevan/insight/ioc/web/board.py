"""The first view of the operations centre: for a wall, a desk and a phone."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.insight.statistics.api import TERMS, Indicator, plain, say
from khuevan.kernel.clock import today
from khuevan.kernel.trail import Tab

from ..api import open_alarms
from ..queries.board import NUMBERS, STATES, YEARLY, Board, board
from ..queries.late import late_schools
from .asking import Asked, asked
from .drawing import Chart, Row, area_map, bars, groups, lines, shares

ICONS = {"truong": "school", "lop": "users-group", "hoc_sinh": "users", "can_bo": "user"}
MAPPED = (
    "hoc_sinh",
    "truong",
    "si_so",
    "hs_nu",
    "lop_dong",
    "ht_kha",
    "ht_chua",
    "len_lop",
    "ho_so_du",
    "hb_tiep_nhan",
)


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Asked again with the moment that it shows (``since``), it answers 204 while nothing has changed."""
    here = asked(request)
    stamp = here.changed_at.isoformat() if here.changed_at else ""
    if request.GET.get("since") == (stamp or "-"):
        return HttpResponse(status=204)
    shown = request.GET.get("show", "")
    shown = shown if shown in MAPPED else MAPPED[0]
    found = board(here.view, shown)
    late = late_schools(here.view.year, today())
    wall = request.GET.get("wall") == "1"
    context = {
        "here": here,
        "stamp": stamp or "-",
        "terms": _terms(here, shown),
        "mapped": [found.indicators[code] for code in MAPPED if code in found.indicators],
        "shown": shown,
        "numbers": [_number(found, code, here) for code in NUMBERS if code in found.indicators],
        "charts": _charts(found, here, shown),
        "late": late,
        "late_schools": late[0].schools if late else 0,
        "wall": wall,
        "alarms": open_alarms().count(),
        "desk": here.link(request.path, show=shown, wall="" if wall else 1),
        "again": here.link(request.path, show=shown, wall=1 if wall else "", since=stamp or "-"),
    }
    return render(request, "ioc/board.html", context)


def _terms(here: Asked, shown: str) -> list[Tab]:
    path = reverse("ioc:board")
    return [
        Tab(_(words), here.link(path, term=number, show=shown), number == str(here.view.term))
        for number, words in TERMS.items()
    ]


def why(here: Asked, code: str, **more: object) -> str:
    """Where a figure of an indicator opens."""
    return here.link(reverse("ioc:indicator", args=[code]), **more)


def _number(found: Board, code: str, here: Asked) -> dict[str, Any]:
    one = found.indicators[code]
    value = say(found.whole.get(code), one.unit)
    return {"name": one.label, "value": value, "url": why(here, code), "icon": ICONS.get(code, "")}


def _charts(found: Board, here: Asked, shown: str) -> list[Chart]:
    """Those that have something to show."""
    charts = [_map(found, here, shown), *_levels(found), _sizes(found, here), _subjects(found, here)]
    charts += [_states(found, here), _years(found)]
    return [chart for chart in charts if chart and chart.rows]


def _map(found: Board, here: Asked, shown: str) -> Chart | None:
    links = {key: why(here, shown, commune=key, by="school") for key in found.communes.names}
    some = groups(found.communes.told, found.communes.names, shown, links)
    codes = [group.name.within for group in some]
    province = max(set(codes), key=codes.count) if codes else ""
    return area_map("by-commune", found.indicators[shown], _("Xã, phường"), some, province)


def _levels(found: Board) -> list[Chart]:
    secondary = {"ht_1": _("Tốt"), "ht_2": _("Khá"), "ht_3": _("Đạt"), "ht_4": _("Chưa đạt")}
    primary = {
        "th_1": _("Hoàn thành xuất sắc"),
        "th_2": _("Hoàn thành tốt"),
        "th_3": _("Hoàn thành"),
        "th_4": _("Chưa hoàn thành"),
    }
    told, names = found.grades.told, found.grades.names
    return [
        shares("secondary", _("Kết quả học tập trung học theo khối"), _("Khối"), told, names, secondary),
        shares("primary", _("Kết quả giáo dục tiểu học theo khối"), _("Khối"), told, names, primary),
    ]


def _bars(found: Board, here: Asked, code: str, by: str, head: str, **more: object) -> Chart | None:
    if code not in found.indicators:
        return None
    broken = {"grade": found.grades, "subject": found.subjects}[by]
    links = {key: why(here, code, **{by: key}) for key in broken.names}
    some = groups(broken.told, broken.names, code, links)
    return bars(f"{code}-by-{by}", found.indicators[code], head, [one for one in some if one.value is not None])


def _sizes(found: Board, here: Asked) -> Chart | None:
    return _bars(found, here, "si_so", "grade", _("Khối"))


def _subjects(found: Board, here: Asked) -> Chart | None:
    return _bars(found, here, "diem_tb", "subject", _("Môn"))


def _states(found: Board, here: Asked) -> Chart | None:
    counted = list(found.states.items())
    if not any(n for _code, n in counted):
        return None
    words = {code: _(label) for code, label in STATES.items()}
    items = [{"name": words[code], "value": plain(n), "text": say(n or 0), "url": ""} for code, n in counted]
    rows = tuple(Row(words[code], (say(n or 0),)) for code, n in counted)
    label = _("Học bạ theo trạng thái")
    return Chart("transcripts", label, _("Trạng thái"), (_("Học bạ"),), rows, {"kind": "bars", "items": items})


def _years(found: Board) -> Chart | None:
    known: dict[str, Indicator] = {code: found.indicators[code] for code in YEARLY if code in found.indicators}
    if len(found.years.told) < 2 or not known:
        return None
    parts = {code: one.label for code, one in known.items()}
    return lines("years", _("Qua các năm học"), _("Năm học"), found.years.told, found.years.names, parts)
