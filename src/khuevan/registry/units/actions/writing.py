"""One change of units as a whole: checked, locked, written, remembered row by row, told.

Every action opens a `Writing`, changes rows through it and ends it with `finish`. What it wrote stands in the event's
``effects``, which is all that undoing needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.kernel.events import Event

from ..models import Edge, FormerState, Seat, Unit, UnitCode, UnitEvent, UnitSuccession
from ..policies import may
from ..ports import Actor, Line, chronicle
from ..queries.standing import standings
from ..rules.structure import LONG_AGO, Decree, faults_of

TABLES: dict[str, type[models.Model]] = {
    "unit": Unit,
    "edge": Edge,
    "state": FormerState,
    "seat": Seat,
    "code": UnitCode,
}
_NAMES = {model: name for name, model in TABLES.items()}
Succession = tuple[Unit | None, Unit | None, bool]
"""Before, after, and whether this is where most of it went."""


class Writing:
    """The rows of one event."""

    def __init__(self, actor: Actor, verb: str, decree: Decree, unit_ids: Iterable[int]) -> None:
        """Lock the units. Raises ``Invalid`` for the decree, ``NotFound`` for units the actor does not answer for."""
        self.actor, self.verb, self.decree = actor, verb, decree
        self.effects: list[dict[str, Any]] = []
        check_decree(decree)
        wanted = sorted(set(unit_ids))
        self.units = {u.pk: u for u in Unit.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
        self._check_standing(wanted)

    def _check_standing(self, wanted: Sequence[int]) -> None:
        found = standings(wanted, self.decree.eve, self.decree.on)
        if not wanted or any(not may(self.actor, "read", found[pk]) for pk in wanted):
            raise NotFound(
                _("Không tìm thấy đơn vị này."), hint=_("Đơn vị không có, hoặc không do cơ quan này quản lý.")
            )
        if any(not may(self.actor, self.verb, found[pk]) for pk in wanted):
            raise NotAllowed(_("Cơ quan này không được ghi thay đổi của đơn vị."))

    def alive(self, *units: Unit) -> None:
        """Raises ``Conflict`` if a unit has ended, or begins only after the day."""
        for unit in units:
            if unit.closed_on is not None:
                raise Conflict(
                    _("%(unit)s đã kết thúc ngày %(day)s.") % {"unit": unit.name, "day": f"{unit.closed_on:%d/%m/%Y}"},
                    hint=_("Chọn đơn vị đang hoạt động."),
                )
            if unit.opened_on and unit.opened_on > self.decree.on:
                raise Conflict(
                    _("%(unit)s chỉ có từ ngày %(day)s.") % {"unit": unit.name, "day": f"{unit.opened_on:%d/%m/%Y}"},
                    hint=_("Ghi ngày hiệu lực muộn hơn."),
                )

    def add(self, model: type[models.Model], **fields: Any) -> Any:
        """A new row."""
        row = model.objects.create(**fields)  # type: ignore[attr-defined]
        self._note(row, None)
        return row

    def add_all(self, rows: Sequence[models.Model]) -> None:
        """New rows of one table, in one statement."""
        if rows:
            for row in type(rows[0]).objects.bulk_create(rows):  # type: ignore[attr-defined]
                self._note(row, None)

    def change(self, row: models.Model, **fields: Any) -> None:
        """Other values in a row."""
        self.change_all([row], **fields)

    def change_all(self, rows: Sequence[models.Model], **fields: Any) -> None:
        """The same other values in rows of one table, in one statement."""
        for row in rows:
            was = {name: getattr(row, name) for name in fields}
            for name, value in fields.items():
                setattr(row, name, value)
            self._note(row, was)
        if rows:
            type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(**fields)  # type: ignore[attr-defined]

    def change_each(self, rows: Mapping[models.Model, Any], field: str) -> None:
        """A value of its own for one field of each row of one table, in one statement."""
        for row, value in rows.items():
            was = {field: getattr(row, field)}
            setattr(row, field, value)
            self._note(row, was)
        if rows:
            model = type(next(iter(rows)))
            model.objects.bulk_update(list(rows), [field.removesuffix("_id")])  # type: ignore[attr-defined]

    def end(self, rows: Iterable[Edge | Seat | UnitCode]) -> None:
        """Open rows that hold until the eve. Raises ``Conflict`` if one began later."""
        rows = list(rows)
        if any(row.valid_from > self.decree.eve for row in rows):
            raise too_late()
        self.change_all(rows, valid_to=self.decree.eve)

    def give_to(self, children: Iterable[Edge], parent: Unit) -> None:
        """Who were run by another unit until the eve are run by ``parent`` from the day."""
        edges = list(children)
        self.end(edges)
        day = self.decree.on
        self.add_all([Edge(child_id=e.child_id, parent=parent, kind=e.kind, valid_from=day) for e in edges])

    def close(self, unit: Unit) -> None:
        """The eve is the unit's last day."""
        self.alive(unit)
        if unit.opened_on and unit.opened_on > self.decree.eve:
            raise too_late()
        self.end(Edge.objects.filter(child=unit, valid_to=None))
        self.end(Seat.objects.filter(unit=unit, valid_to=None))
        self.end(UnitCode.objects.filter(unit=unit, valid_to=None))
        self.change(unit, closed_on=self.decree.eve)

    def restate(self, unit: Unit, **fields: Any) -> None:
        """Another name, code or levels from the day; what was until the eve is kept. Raises ``Conflict``."""
        since = state_since(unit)
        if since > self.decree.on:
            raise too_late()
        if since < self.decree.on:
            kept = {name: getattr(unit, name) for name in ("code", "name", "level", "more_levels")}
            self.add(FormerState, unit=unit, valid_from=since, valid_to=self.decree.eve, **kept)
        self.change(unit, **fields)

    def finish(self, kind: str, successions: Iterable[Succession], **links: Any) -> UnitEvent:
        """Record the event with who follows whom."""
        event = UnitEvent.objects.create(
            kind=kind,
            effective_on=self.decree.on,
            decision=self.decree.decision.strip(),
            note=self.decree.note.strip(),
            recorded_at=now(),
            user_id=self.actor.user_id,
            by=self.actor.name,
            effects=self.effects,
            **links,
        )
        rows = [UnitSuccession(event=event, before=one, after=other, main=main) for one, other, main in successions]
        UnitSuccession.objects.bulk_create(rows)
        return event

    def tell(self, event: Event, lines: Sequence[Line]) -> None:
        """Ledger and outbox of the actor's unit."""
        assert self.actor.unit_id, "who may change units has one"
        reason = f"{self.decree.decision.strip()}. {self.decree.note.strip()}".strip(". ")
        chronicle().record(self.actor, self.actor.unit_id, self.verb, lines, reason)
        chronicle().announce(self.actor.unit_id, event)

    def _note(self, row: models.Model, was: dict[str, Any] | None) -> None:
        names = was or [f.attname for f in row._meta.local_fields if f.attname not in ("id", "uid")]
        now_ = {name: plain(getattr(row, name)) for name in names}
        then = None if was is None else {name: plain(value) for name, value in was.items()}
        self.effects.append({"table": _NAMES[type(row)], "id": row.pk, "was": then, "now": now_})


def state_since(unit: Unit) -> date:
    """The first day of the state in which the unit is."""
    last = FormerState.objects.filter(unit=unit).aggregate(last=models.Max("valid_to"))["last"]
    return last + timedelta(days=1) if last else unit.opened_on or LONG_AGO


def plain(value: Any) -> Any:
    """As JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def label(unit: Unit) -> str:
    """How the ledger names a unit."""
    return f"{unit.code} {unit.name}"[:120]


def too_late() -> Conflict:
    """Something newer is recorded already."""
    return Conflict(
        _("Đơn vị đã có thay đổi vào ngày này hoặc sau ngày này."),
        hint=_("Ghi các thay đổi theo thứ tự thời gian; nếu lần ghi trước sai, hãy huỷ lần ghi đó trước."),
    )


def check_decree(decree: Decree) -> None:
    """Raises ``Invalid`` with what is wrong with day or decision."""
    words = {
        "decision": (_("Chưa ghi căn cứ pháp lý."), _("Ghi số và ngày của quyết định.")),
        "future": (_("Ngày hiệu lực ở tương lai."), _("Ghi thay đổi từ ngày quyết định có hiệu lực.")),
        "too_early": (_("Ngày hiệu lực quá sớm."), _("Cây đơn vị được giữ từ ngày 01/01/2004.")),
    }
    for fault in faults_of(decree, today()):
        message, hint = words[fault]
        raise Invalid(message, hint=hint, code=fault)
