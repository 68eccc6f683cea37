"""A unit goes on, but is called otherwise, teaches other levels, or is run by another."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

from ..events import UnitRelevelled, UnitRenamed, UnitsMoved
from ..models import Area, Edge, Seat, UnitEvent
from ..ports import Actor, Line
from ..rules.structure import Decree
from .founding import check_code, check_levels, check_run
from .writing import Writing, label


def rename(actor: Actor, decree: Decree, unit_id: int, *, name: str, code: str = "") -> UnitEvent:
    """Another name, and another code if one is given. Raises ``Invalid`` if nothing changes, ``Conflict``."""
    writing = Writing(actor, "rename", decree, [unit_id])
    unit = writing.units[unit_id]
    writing.alive(unit)
    old, fields = label(unit), {"name": name.strip(), "code": code.strip() or unit.code}
    if not fields["name"]:
        raise Invalid(_("Chưa nhập tên."), hint=_("Nhập tên đầy đủ của đơn vị."), code="name")
    if fields == {"name": unit.name, "code": unit.code}:
        raise _nothing()
    if fields["code"] != unit.code:
        check_code(fields["code"], unit.pk)
    writing.restate(unit, **fields)
    event = writing.finish("rename", [(unit, unit, True)])
    writing.tell(UnitRenamed(event.pk, unit.pk), [Line(label(unit), old, label(unit))])
    return event


def relevel(actor: Actor, decree: Decree, unit_id: int, levels: Sequence[str]) -> UnitEvent:
    """A school teaches other levels from a day on. Raises ``Invalid``, ``Conflict``."""
    writing = Writing(actor, "relevel", decree, [unit_id])
    unit, wanted = writing.units[unit_id], sorted(set(levels))
    writing.alive(unit)
    if unit.kind not in ("school", "site"):
        raise Invalid(_("Chỉ trường và điểm trường có cấp học."), hint=_("Chọn một trường."), code="kind")
    check_levels("school", wanted)
    old = sorted({unit.level, *unit.more_levels} - {""})
    if wanted == old:
        raise _nothing()
    writing.restate(unit, level=wanted[0], more_levels=wanted[1:])
    event = writing.finish("relevel", [(unit, unit, True)])
    writing.tell(UnitRelevelled(event.pk, unit.pk), [Line(label(unit), old, wanted)])
    return event


def move(actor: Actor, decree: Decree, unit_ids: Sequence[int], to_id: int, *, area_id: int | None = None) -> UnitEvent:
    """Another unit runs these from a day on; with ``area_id`` they lie in another area too.

    Raises ``Invalid`` where it may not run them or does already, ``Conflict`` where something newer is recorded.
    """
    writing = Writing(actor, "move", decree, [*unit_ids, to_id])
    to, moved = writing.units[to_id], [writing.units[pk] for pk in dict.fromkeys(unit_ids)]
    writing.alive(to, *moved)
    for unit in moved:
        check_run(to.kind, unit.kind, decree)
    edges = (
        Edge.objects.filter(child__in=moved, kind="runs", valid_to=None).select_related("parent").order_by("child_id")
    )
    leaving = [edge for edge in edges if edge.parent_id != to.pk]
    if not leaving and area_id is None:
        raise _nothing()
    old = {edge.child_id: label(edge.parent) for edge in edges}
    writing.give_to(leaving, to)
    if area_id is not None:
        _sit(writing, [unit.pk for unit in moved], area_id)
    event = writing.finish("move", [(unit, unit, True) for unit in moved])
    lines = [Line(label(unit), old.get(unit.pk), label(to)) for unit in moved]
    writing.tell(UnitsMoved(event.pk, tuple(unit.pk for unit in moved), to.pk), lines)
    return event


def _sit(writing: Writing, unit_ids: Sequence[int], area_id: int) -> None:
    area = Area.objects.filter(pk=area_id, level="commune", valid_to=None).first()
    if area is None:
        raise Invalid(_("Không có xã, phường này."), hint=_("Chọn trong danh sách xã, phường hiện nay."), code="area")
    writing.end(Seat.objects.filter(unit_id__in=unit_ids, valid_to=None))
    writing.add_all([Seat(unit_id=pk, area=area, valid_from=writing.decree.on) for pk in unit_ids])
    writing.change_all([writing.units[pk] for pk in unit_ids], commune_id=area.code)


def _nothing() -> Invalid:
    return Invalid(_("Không có gì thay đổi."), hint=_("Nhập điều thay đổi, rồi ghi lại."), code="nothing")
