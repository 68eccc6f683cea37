"""Set windows: a plan that is shown first, then written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.school.enrolment.api import SchoolYear
from khuevan.school.gradebook.api import hold_year

from ..models import ProvinceWindow, SchoolWindow
from ..policies import demand_keeping
from ..queries.windows import Row, Shelf, mark_of, rows_from, sets_of, shelf_of
from ..queries.words import scope_record, slot_name, slot_record
from ..rules.kinds import Slot
from ..rules.windows import SCOPES, Limit, Window

Wanted = Mapping[Slot, Window | Limit | None]
"""What each slot shall be for one scope: the Sở gives ``Limit``, a school ``Window``; ``None`` takes it away."""


@dataclass(frozen=True)
class Step:
    """One slot of a plan: as it is and as it would be."""

    row: Row
    old: Window | Limit | None
    new: Window | Limit | None

    @property
    def changes(self) -> bool:
        return self.old != self.new


def plan(actor: Actor, year: int, scope: str, wanted: Wanted) -> list[Step]:
    """What would be written, slot by slot; writes nothing.

    Raises ``NotAllowed`` unless the actor keeps a calendar, ``Invalid`` with the first window that is impossible or
    beyond the Sở's limits.
    """
    shelf = _shelf(actor, year, scope)
    return _plan(shelf, rows_from(shelf, scope, *sets_of(shelf)), scope, wanted)


def set_windows(actor: Actor, year: int, scope: str, wanted: Wanted, seen: str, *, device: str = "") -> int:
    """Write a plan in one go and record each change; how many slots changed.

    ``seen`` is the mark of the calendar that the plan was made for (``mark_of``). Raises as ``plan``, and ``Conflict``
    if somebody has changed the calendar since.
    """
    shelf = _shelf(actor, year, scope)
    if shelf.school_id:
        hold_year(shelf.school_id, year)
    own, known = sets_of(shelf)
    if seen != mark_of(shelf, own, known):
        raise Conflict(_("Lịch vừa được người khác sửa."), hint=_("Xem lại lịch mới rồi đặt lại; chưa có gì được ghi."))
    steps = [step for step in _plan(shelf, rows_from(shelf, scope, own, known), scope, wanted) if step.changes]
    if steps:
        _write(actor, shelf, scope, steps)
        changes = [
            Change(f"{slot_record(*step.row.slot)} · {scope_record(scope)}", _said(step.old), _said(step.new))
            for step in steps
        ]
        record(actor, shelf.school_id or actor.unit_id or 0, book_of(year), "calendar", changes, device=device)
    return len(steps)


def book_of(year: int) -> str:
    """The ledger's book of a calendar and of its re-openings."""
    return f"calendar:{year}"


def _shelf(actor: Actor, year: int, scope: str) -> Shelf:
    demand_keeping(actor)
    shelf = shelf_of(actor, year)
    if scope not in SCOPES:
        raise NotFound(_("Không có phạm vi này."))
    if shelf.school_id:
        found = SchoolYear.objects.filter(school_id=shelf.school_id, year=year).first()
        if found is None:
            raise NotFound(_("Nhà trường chưa mở năm học."))
        if found.closed_at:
            raise Conflict(_("Năm học đã kết thúc."), hint=_("Lịch nhập điểm của năm học cũ không đặt lại được."))
    return shelf


def _plan(shelf: Shelf, rows: Sequence[Row], scope: str, wanted: Wanted) -> list[Step]:
    steps = []
    for row in rows:
        old: Window | Limit | None = row.own
        if row.own and row.latest_on:
            old = Limit(row.own.opens_on, row.own.closes_on, row.latest_on)
        new = wanted.get(row.slot, old)
        if new is not None:
            _refuse(shelf, row, new)
        steps.append(Step(row, old, new))
    return steps


def _refuse(shelf: Shelf, row: Row, new: Window | Limit) -> None:
    name = slot_name(*row.slot)
    if new.closes_on < new.opens_on:
        raise Invalid(
            _("“%(name)s”: ngày đóng trước ngày mở.") % {"name": name}, hint=_("Sửa hai ngày rồi xem lại kế hoạch.")
        )
    if not date(shelf.year, 7, 1) <= new.opens_on <= new.closes_on <= date(shelf.year + 1, 12, 31):
        raise Invalid(
            _("“%(name)s”: ngày không thuộc năm học %(year)d–%(next)d.")
            % {"name": name, "year": shelf.year, "next": shelf.year + 1},
            hint=_("Kiểm tra lại năm của hai ngày."),
        )
    if isinstance(new, Limit):
        if new.latest_on < new.closes_on:
            raise Invalid(
                _("“%(name)s”: hạn cuối cho các trường trước ngày đóng.") % {"name": name},
                hint=_("Hạn cuối phải bằng hoặc sau ngày đóng."),
            )
        return
    if row.limit and not row.limit.possible:
        raise Invalid(
            _("“%(name)s”: Sở đặt hạn khác nhau cho từng khối.") % {"name": name},
            hint=_("Chọn từng khối rồi đặt lịch riêng."),
            code="limit",
        )
    if row.limit and not row.limit.allows(new):
        raise Invalid(
            _("“%(name)s”: Sở chỉ cho phép từ %(first)s đến %(last)s.")
            % {"name": name, "first": _day(row.limit.opens_on), "last": _day(row.limit.latest_on)},
            hint=_("Chọn ngày trong khoảng đó, hoặc đề nghị Sở nới hạn."),
            code="limit",
        )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _said(window: Window | Limit | None) -> str | None:
    if window is None:
        return None
    last = f", hạn cuối {_day(window.latest_on)}" if isinstance(window, Limit) else ""
    return f"{_day(window.opens_on)} – {_day(window.closes_on)}{last}"


def _write(actor: Actor, shelf: Shelf, scope: str, steps: Sequence[Step]) -> None:
    """Take away what changes, put down what is new: two statements."""
    model = SchoolWindow if shelf.school_id else ProvinceWindow
    here = {"year": shelf.year, "scope": scope} | ({"school_id": shelf.school_id} if shelf.school_id else {})
    slots = Q(pk__in=[])
    for step in steps:
        term, kind = step.row.slot
        slots |= Q(term=term, kind=kind)
    model._default_manager.filter(slots, **here).delete()
    stamp = {**here, "set_by": actor.name, "set_at": now()}
    fresh = []
    for step in steps:
        if step.new is None:
            continue
        term, kind = step.row.slot
        days = {"opens_on": step.new.opens_on, "closes_on": step.new.closes_on}
        days |= {"latest_on": step.new.latest_on} if isinstance(step.new, Limit) else {}
        fresh.append(model(term=term, kind=kind, **days, **stamp))
    model._default_manager.bulk_create(fresh)
