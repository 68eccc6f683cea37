"""A unit begins; a unit ends and nothing goes on from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid

from ..events import UnitClosed, UnitFounded
from ..models import Area, Edge, FormerState, Seat, Unit, UnitEvent
from ..ports import Actor, Line
from ..rules.structure import Decree, may_run
from .writing import Writing, label


@dataclass(frozen=True)
class Charter:
    """What a new unit is: kind, code, name, levels (lowest first), who runs it, the commune in which it lies."""

    kind: str
    code: str
    name: str
    parent_id: int
    levels: tuple[str, ...] = ()
    area_id: int | None = None
    address: str = ""


def found(actor: Actor, decree: Decree, charter: Charter) -> Unit:
    """A new unit. Raises ``Invalid``, ``Conflict`` for a code that another has or had, ``NotFound`` for the parent."""
    writing = Writing(actor, "found", decree, [charter.parent_id])
    parent = writing.units[charter.parent_id]
    writing.alive(parent)
    check_run(parent.kind, charter.kind, decree)
    check_levels(charter.kind, charter.levels)
    check_code(charter.code)
    unit = _unit(writing, charter)
    event = writing.finish("found", [(None, unit, True)])
    writing.tell(UnitFounded(event.pk, unit.pk), [Line(label(unit), None, {"parent": label(parent)})])
    return unit


def _unit(writing: Writing, charter: Charter) -> Unit:
    levels, day = sorted(charter.levels), writing.decree.on
    area = Area.objects.filter(pk=charter.area_id, level="commune").first()
    unit: Unit = writing.add(
        Unit,
        code=charter.code.strip(),
        kind=charter.kind,
        name=charter.name.strip(),
        level=levels[0] if levels else "",
        more_levels=levels[1:],
        commune_id=area.code if area and area.valid_to is None else None,
        address=charter.address.strip(),
        opened_on=day,
    )
    writing.add(Edge, child=unit, parent_id=charter.parent_id, valid_from=day)
    if area:
        writing.add(Seat, unit=unit, area=area, valid_from=day)
    return unit


def close(actor: Actor, decree: Decree, unit_id: int) -> UnitEvent:
    """A unit ends. Raises ``Conflict`` while others belong to it: they are moved first."""
    writing = Writing(actor, "close", decree, [unit_id])
    unit = writing.units[unit_id]
    if Edge.objects.filter(parent=unit, valid_to=None).exists():
        raise Conflict(_("Đơn vị này còn đơn vị trực thuộc."), hint=_("Chuyển các đơn vị đó sang nơi khác trước."))
    writing.close(unit)
    event = writing.finish("close", [(unit, None, True)])
    writing.tell(UnitClosed(event.pk, unit.pk), [Line(label(unit), None, {"closed_on": decree.eve.isoformat()})])
    return event


def check_run(parent_kind: str, child_kind: str, decree: Decree) -> None:
    """Raises ``Invalid`` where units of the first kind do not run units of the second."""
    if not may_run(parent_kind, child_kind, decree.on):
        kinds = {"parent": Unit.Kind(parent_kind).label, "child": Unit.Kind(child_kind).label}
        raise Invalid(
            _("%(parent)s không quản lý trực tiếp %(child)s.") % kinds,
            hint=_("Chọn đơn vị quản lý khác."),
            code="parent",
        )


def check_levels(kind: str, levels: Sequence[str]) -> None:
    """Raises ``Invalid`` for a school without level or with one that there is not."""
    if not set(levels) <= set(Unit.Level.values) or (kind == "school" and not levels):
        raise Invalid(_("Chưa chọn cấp học của trường."), hint=_("Chọn ít nhất một cấp học."), code="levels")


def check_code(code: str, unit_id: int | None = None) -> None:
    """Raises ``Invalid`` for no code, ``Conflict`` for one that another unit has or had."""
    wanted = code.strip()
    if not wanted or len(wanted) > 20:
        raise Invalid(_("Mã đơn vị phải có từ 1 đến 20 kí tự."), hint=_("Nhập lại mã."), code="code")
    taken = Unit.objects.filter(code__iexact=wanted).exclude(pk=unit_id)
    earlier = FormerState.objects.filter(code__iexact=wanted).exclude(unit_id=unit_id)
    if taken.exists() or earlier.exists():
        raise Conflict(_("Mã %(code)s đã có đơn vị dùng.") % {"code": wanted}, hint=_("Chọn mã khác."))
