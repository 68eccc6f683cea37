"""One unit: what it is on a day, what happened to it, and what the office may record."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb

from ..api import Charter, Decree, close, found, merge, move, relevel, rename, split, undo
from ..models import Area, Unit, UnitEvent
from ..policies import may
from ..queries.events import doubtful_homes, events_of
from ..queries.heirs import predecessors, successors
from ..queries.report import areas, day_in
from ..queries.standing import standings
from ..queries.tree import ancestors, units_on
from ..rules.structure import RUN_BY
from .parts import actor_of, decree_in, levels_of, text_in


@require_GET
@login_required
def unit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Its name, office and area on a day, its history, and forms for the changes that may be recorded."""
    actor, day = actor_of(request), day_in(request.GET, "day")
    one = _unit(actor, uid)
    then = next(iter(units_on(day, only=[one.pk])), None)
    events = list(events_of([one.pk]))
    ends = one.closed_on is not None
    context = {
        "unit": one,
        "day": day,
        "then": then,
        "kind": _(str(one.get_kind_display())),
        "levels": levels_of(then.levels) if then else "",
        "above": ancestors(one.pk, day),
        "area": areas([then], "commune").get(one.pk, (0, ""))[1] if then else "",
        "events": [_Event(event) for event in events],
        "successors": [u for u in successors(one.pk, today()) if u.id != one.pk],
        "predecessors": [u for u in predecessors(one.pk, one.opened_on or date.min) if u.id != one.pk],
        "hands_over": one.kind == "department" and one.pk == actor.unit_id,
        "doubts": list(doubtful_homes(one.pk)) if one.kind == "department" else [],
        "changes": not ends and one.kind not in ("ministry", "department"),
        "children": [(kind, _(str(Unit.Kind(kind).label))) for kind in _children(one.kind)] if not ends else [],
        "level_choices": [(value, _(str(words))) for value, words in Unit.Level.choices],
        "mine": {one.level, *one.more_levels},
        "crumbs": [Crumb(_("Cây đơn vị"), reverse("units:index")), Crumb(one.name)],
    }
    return render(request, "units/unit.html", context)


@require_POST
@login_required
def change(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Record one change by its verb. Raises ``NotFound`` for another verb, and what the action raises."""
    actor = actor_of(request)
    one = _unit(actor, uid)
    if verb not in _CHANGES:
        raise NotFound(_("Không tìm thấy trang này."))
    _CHANGES[verb](actor, decree_in(request), one.pk, request.POST)
    messages.success(request, _("Đã ghi nhận thay đổi."))
    return redirect("units:unit", uid=one.uid)


@require_POST
@login_required
def take_back(request: HttpRequest, uid: UUID, event: UUID) -> HttpResponse:
    """Undo a recorded change of the unit."""
    actor = actor_of(request)
    one = _unit(actor, uid)
    known = UnitEvent.objects.filter(uid=event).values_list("pk", flat=True).first()
    if known is None:
        raise NotFound(_("Không tìm thấy thay đổi này."))
    undo(actor, known, decision=text_in(request.POST, "decision"))
    messages.success(request, _("Đã huỷ ghi nhận."))
    return redirect("units:unit", uid=one.uid)


class _Event:
    """An event with its words."""

    def __init__(self, event: UnitEvent) -> None:
        self.row = event
        self.label = _(str(event.get_kind_display()))
        pairs = list(event.successions.all())[:12]
        self.parts = [f"{_name(s.before)} → {_name(s.after)}" for s in pairs if s.before_id != s.after_id]
        self.undoes = event.kind not in ("found", "undo") and not event.undone and event.user_id is not None  # type: ignore[attr-defined]


def _name(one: Unit | None) -> str:
    return one.name if one else "–"


def _children(kind: str) -> list[str]:
    return [child for child, parents in RUN_BY.items() if kind in parents and child in ("school", "site")]


def _unit(actor: Any, uid: UUID) -> Unit:
    """A unit for which the actor's office answers. Raises ``NotFound`` as if others did not exist."""
    one = Unit.objects.filter(uid=uid).first()
    days = (one.closed_on or today(), one.opened_on or today()) if one else ()
    if one is None or not may(actor, "read", standings([one.pk], *days)[one.pk]):
        raise NotFound(_("Không tìm thấy đơn vị này."))
    return one


def _by_codes(text: str) -> list[int]:
    """Ids of units by their codes, separated by spaces or commas. Raises ``Invalid`` for an unknown one."""
    codes = text.replace(",", " ").split()
    known = {code.casefold(): pk for code, pk in Unit.objects.filter(code__in=codes).values_list("code", "pk")}
    missing = [code for code in codes if code.casefold() not in known]
    if missing or not codes:
        raise Invalid(
            _("Không có đơn vị mã “%(code)s”.") % {"code": ", ".join(missing)[:60]},
            hint=_("Chép mã từ danh sách đơn vị."),
            code="code",
        )
    return [known[code.casefold()] for code in codes]


def _area(code: str) -> int | None:
    if not code:
        return None
    known = Area.objects.filter(level="commune", code=code, valid_to=None).values_list("pk", flat=True).first()
    if known is None:
        raise Invalid(_("Không có xã, phường này."), hint=_("Chọn trong danh sách xã, phường hiện nay."), code="area")
    return known


def _found(actor: Any, decree: Decree, pk: int, data: Any) -> None:
    levels = tuple(data.getlist("levels"))
    area, kind = _area(text_in(data, "area")), text_in(data, "kind")
    if kind not in ("school", "site"):
        raise Invalid(_("Chưa chọn loại đơn vị."), hint=_("Chọn trường hoặc điểm trường."), code="kind")
    charter = Charter(
        kind, text_in(data, "code"), text_in(data, "name")[:160], pk, levels, area, text_in(data, "address")[:200]
    )
    found(actor, decree, charter)


def _merge(actor: Any, decree: Decree, pk: int, data: Any) -> None:
    merge(actor, decree, [pk], _by_codes(text_in(data, "to"))[0])


def _split(actor: Any, decree: Decree, pk: int, data: Any) -> None:
    split(actor, decree, pk, _by_codes(text_in(data, "to")))


def _move(actor: Any, decree: Decree, pk: int, data: Any) -> None:
    move(actor, decree, [pk], _by_codes(text_in(data, "to"))[0], area_id=_area(text_in(data, "area")))


_CHANGES = {
    "found": _found,
    "merge": _merge,
    "split": _split,
    "move": _move,
    "rename": lambda actor, decree, pk, data: rename(
        actor, decree, pk, name=text_in(data, "name")[:160], code=text_in(data, "code")
    ),
    "relevel": lambda actor, decree, pk, data: relevel(actor, decree, pk, data.getlist("levels")),
    "close": lambda actor, decree, pk, data: close(actor, decree, pk),
}
