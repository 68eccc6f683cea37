"""Take back a recorded event, as a recorded event, while nothing depends on it.

Offered for everything recorded here but founding (close the unit instead) and undoing itself. Something depends when a
later event touches one of the units, or when a row is no longer as the event left it: then the later one goes first.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, NotFound

from ..events import UnitEventUndone
from ..models import Edge, UnitEvent, UnitSuccession
from ..ports import Actor, Line
from ..queries.events import later_events
from ..rules.structure import Decree
from .writing import TABLES, Writing, plain

FINAL = ("found", "undo")


def undo(actor: Actor, event_id: int, *, decision: str) -> UnitEvent:
    """Every row is again as it was before. Raises ``NotFound``, ``Conflict`` where something depends on the event."""
    event = UnitEvent.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise NotFound(_("Không tìm thấy thay đổi này."))
    successions = list(UnitSuccession.objects.filter(event=event).select_related("before", "after"))
    units = {one.pk for s in successions for one in (s.before, s.after) if one}
    decree = Decree(event.effective_on, decision, event.note)
    writing = Writing(actor, "undo", decree, units)
    _check_final(event)
    if later_events(event, units):
        raise Conflict(
            _("Đã có thay đổi khác sau thay đổi này."), hint=_("Huỷ thay đổi gần nhất trước, rồi mới huỷ thay đổi này.")
        )
    for effect in reversed(event.effects):
        _restore(effect)
    undone = writing.finish("undo", [(s.after, s.before, s.main) for s in successions], undoes=event)
    lines = [Line(f"{event.get_kind_display()} #{event.pk}", event.decision, None)]
    writing.tell(UnitEventUndone(undone.pk, event.pk), lines)
    return undone


def _check_final(event: UnitEvent) -> None:
    if event.kind in FINAL or event.effects is None:
        raise Conflict(_("Thay đổi này không huỷ được."), hint=_("Ghi một thay đổi mới để sửa lại."))
    if UnitEvent.objects.filter(undoes=event).exists():
        raise Conflict(_("Thay đổi này đã được huỷ rồi."), hint=_("Tải lại trang."))


def _restore(effect: dict[str, Any]) -> None:
    model = TABLES[effect["table"]]
    row = model.objects.select_for_update().filter(pk=effect["id"]).first()  # type: ignore[attr-defined]
    if row is None or any(plain(getattr(row, name)) != value for name, value in effect["now"].items()):
        raise Conflict(_("Dữ liệu đã đổi khác kể từ thay đổi này."), hint=_("Ghi một thay đổi mới để sửa lại."))
    if effect["was"] is None:
        row.delete()
        return
    if isinstance(row, Edge) and effect["was"].get("valid_to") is None and row.child.closed_on:
        raise Conflict(_("Đơn vị trực thuộc đã kết thúc."), hint=_("Ghi một thay đổi mới để sửa lại."))
    for name, value in effect["was"].items():
        setattr(row, name, _value(row._meta.get_field(name), value))
    row.save(update_fields=list(effect["was"]))


def _value(field: Any, value: Any) -> Any:
    return date.fromisoformat(value) if value and isinstance(field, models.DateField) else value
