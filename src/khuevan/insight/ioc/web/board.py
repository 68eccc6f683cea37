"""The first view of the operations centre: for a wall, a desk and a phone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khuevan.insight.statistics.api import TERMS, Indicator, plain, say
from khuevan.kernel.clock import today
from khuevan.kernel.trail import Tab
from khuevan.registry.accounts.api import Actor

from ..api import View, may, open_alarms, views_of
from ..queries.board import NUMBERS, STATES, YEARLY, Board, kept_board
from ..queries.late import LateSchool, late_schools
from .asking import Asked, asked_of
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


WIDGETS = {
    "numbers": gettext_lazy("Các con số chính"),
    "by-commune": gettext_lazy("Bản đồ theo xã, phường"),
    "secondary": gettext_lazy("Kết quả học tập trung học"),
    "primary": gettext_lazy("Kết quả giáo dục tiểu học"),
    "si_so-by-grade": gettext_lazy("Sĩ số theo khối"),
    "diem_tb-by-subject": gettext_lazy("Điểm trung bình theo môn"),
    "transcripts": gettext_lazy("Học bạ theo trạng thái"),
    "years": gettext_lazy("Qua các năm học"),
    "late": gettext_lazy("Trường trễ hạn nhập điểm"),
}
"""What a view may show, in order: the numbers, charts by their ids, who is late."""


DRAWN = 4
"""In how many ways a board is kept drawn: wall or desk, and the filters of a view."""


@dataclass(frozen=True)
class Shown:
    """The board as it is shown, on a screen or on paper; numbers and charts are made when they are asked for."""

    board: Board
    here: Asked
    shown: str
    wanted: Collection[str]
    late: list[LateSchool]

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """The numbers on top."""
        codes = [code for code in NUMBERS if code in self.board.indicators] if "numbers" in self.wanted else []
        return [_number(self.board, code, self.here) for code in codes]

    @property
    def charts(self) -> list[Chart]:
        """Those that are wanted and have something to show."""
        return [chart for chart in _charts(self.board, self.here, self.shown) if chart.id in self.wanted]

    @property
    def wants_late(self) -> bool:
        """Whether it tells who is late."""
        return "late" in self.wanted

    @property
    def mapped(self) -> list[Indicator]:
        """What may be on the map."""
        return [self.board.indicators[code] for code in MAPPED if code in self.board.indicators]


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Asked again with the moment that it shows (``since``), it answers 204 while nothing has changed.

    ``view``: a named view, whose filters hold where the address does not say otherwise.
    """
    actor = request.actor  # type: ignore[attr-defined]
    given = request.GET
    named = _named(actor, given)
    chosen = next((one for one in named if str(one.uid) == given.get("view")), None)
    given = {**chosen.filters, **given.dict()} if chosen else given.dict()
    here = asked_of(actor, given)
    if given.get("since") == here.stamp:
        return HttpResponse(status=204)
    shown = shown_in(given)
    found = seen(here, shown, chosen.widgets if chosen else ())
    wall = given.get("wall") == "1"
    view = str(chosen.uid) if chosen else ""
    context = {
        "here": here,
        "terms": _terms(here, shown),
        "shown": shown,
        "found": found,
        "figures": _figures(request, found),
        "late_schools": found.late[0].schools if found.late else 0,
        "wall": wall,
        "alarms": open_alarms().count(),
        "desk": here.link(request.path, show=shown, wall="" if wall else 1, view=view),
        "again": here.link(request.path, show=shown, wall=1 if wall else "", view=view, since=here.stamp),
        "keep": here.link(reverse("ioc:views"), show=shown),
        "views": [Tab(one.name, f"{request.path}?view={one.uid}", one is chosen) for one in named],
        "view": view,
    }
    return render(request, "ioc/board.html", context)


def shown_in(given: Mapping[str, str]) -> str:
    """The indicator on the map."""
    return given["show"] if given.get("show") in MAPPED else MAPPED[0]


def seen(here: Asked, shown: str, widgets: Collection[str] = ()) -> Shown:
    """The board with those of its `WIDGETS` that are wanted; none named: all."""
    wanted = widgets or WIDGETS.keys()
    late = late_schools(here.view.year, today()) if "late" in wanted else []
    return Shown(kept_board(here.view, shown, here.known), here, shown, wanted, late)


def _figures(request: HttpRequest, found: Shown) -> SafeString:
    """Numbers and charts, drawn once for an address while the board is kept: a province has a hundred communes."""
    drawn = found.board.drawn
    key = (request.get_full_path(), tuple(found.here.given.items()), tuple(found.wanted))
    if key not in drawn:
        while len(drawn) >= DRAWN:
            drawn.pop(next(iter(drawn)), None)
        drawn[key] = render_to_string("ioc/parts/figures.html", {"found": found}, request)
    kept: SafeString = drawn[key]
    return kept


def _named(actor: Actor, given: Mapping[str, str]) -> list[View]:
    """Views by name, for who may look; asking again without one needs none."""
    quiet = "since" in given and "view" not in given
    return [] if quiet or not may(actor, "read") else views_of(actor)


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
    links = _links(why(here, shown, commune="", by="school"), "commune", found.communes.names)
    some = groups(found.communes.told, found.communes.names, shown, links)
    codes = [group.name.within for group in some]
    province = max(set(codes), key=codes.count) if codes else ""
    return area_map("by-commune", found.indicators[shown], _("Xã, phường"), some, province)


def _links(address: str, name: str, keys: Iterable[str]) -> dict[str, str]:
    """The address with each key as ``name``; one address is made, for a province has a hundred communes."""
    start = f"{address}{'&' if '?' in address else '?'}{name}="
    return {key: f"{start}{quote_plus(key)}" for key in keys}


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
    links = _links(why(here, code, **{by: ""}), by, broken.names)
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
