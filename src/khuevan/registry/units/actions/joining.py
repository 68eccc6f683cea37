"""Units become one; a unit becomes several."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

from ..events import UnitsMerged, UnitSplit
from ..models import Edge, UnitEvent
from ..ports import Actor, Line
from ..rules.structure import Decree, merge_fault
from .writing import Succession, Writing, label


def merge(actor: Actor, decree: Decree, unit_ids: Sequence[int], into_id: int) -> UnitEvent:
    """``into`` goes on with what the other units had; they end on the eve. It may be one of them or a new one.

    What they ran is run by it. Raises ``Invalid`` for units of different kinds, ``Conflict``, ``NotFound``.
    """
    writing = Writing(actor, "merge", decree, [*unit_ids, into_id])
    into = writing.units[into_id]
    ending = [writing.units[pk] for pk in dict.fromkeys(unit_ids) if pk != into_id]
    _check_merge(merge_fault([unit.kind for unit in ending], into.kind, len(ending)))
    writing.alive(into, *ending)
    for unit in ending:
        writing.give_to(Edge.objects.filter(parent=unit, valid_to=None).order_by("child_id"), into)
        writing.close(unit)
    stays: list[Succession] = [(into, into, True)] if into_id in unit_ids else []
    event = writing.finish("merge", [*stays, *((unit, into, True) for unit in ending)])
    lines = [Line(label(unit), label(unit), label(into)) for unit in ending]
    writing.tell(UnitsMerged(event.pk, tuple(unit.pk for unit in ending), into.pk), lines)
    return event


def split(
    actor: Actor, decree: Decree, unit_id: int, into_ids: Sequence[int], children: Mapping[int, int] | None = None
) -> UnitEvent:
    """A unit goes on as several; it ends on the eve unless it is one of them. The first is the main one.

    ``children``: who runs each unit that it ran, by id; the main one where nothing is said. Raises ``Invalid``.
    """
    goal = dict(children or {})
    writing = Writing(actor, "split", decree, [unit_id, *into_ids])
    unit, parts = writing.units[unit_id], [writing.units[pk] for pk in dict.fromkeys(into_ids)]
    writing.alive(unit, *parts)
    _check_split(len(parts), {part.kind for part in parts} == {unit.kind}, set(goal.values()) <= set(into_ids))
    edges = list(Edge.objects.filter(parent=unit, valid_to=None).order_by("child_id"))
    if not goal.keys() <= {edge.child_id for edge in edges}:
        raise Invalid(_("Có đơn vị không trực thuộc đơn vị bị chia."), hint=_("Tải lại trang."), code="children")
    for part in parts:
        if part.pk != unit.pk:
            going = [edge for edge in edges if goal.get(edge.child_id, parts[0].pk) == part.pk]
            writing.give_to(going, part)
    if unit not in parts:
        writing.close(unit)
    event = writing.finish("split", [(unit, part, part is parts[0]) for part in parts])
    lines = [Line(label(unit), label(unit), [label(part) for part in parts])]
    writing.tell(UnitSplit(event.pk, unit.pk, tuple(part.pk for part in parts)), lines)
    return event


def _check_merge(fault: str) -> None:
    words = {
        "nothing": (_("Chưa chọn đơn vị để sáp nhập."), _("Chọn ít nhất một đơn vị khác.")),
        "kinds": (_("Chỉ sáp nhập được các đơn vị cùng loại."), _("Chọn trường với trường, xã với xã.")),
        "ministry": (_("Bộ không sáp nhập vào đơn vị khác."), _("Chọn đơn vị khác.")),
    }
    if fault:
        message, hint = words[fault]
        raise Invalid(message, hint=hint, code=fault)


def _check_split(count: int, same_kind: bool, children_inside: bool) -> None:
    if count < 2:
        raise Invalid(_("Chia tách phải có ít nhất hai đơn vị mới."), hint=_("Thành lập đơn vị mới trước."), code="few")
    if not same_kind:
        raise Invalid(_("Các đơn vị sau khi chia phải cùng loại."), hint=_("Chọn đơn vị cùng loại."), code="kinds")
    if not children_inside:
        raise Invalid(_("Đơn vị trực thuộc phải về một trong các đơn vị mới."), hint=_("Chọn lại."), code="children")
