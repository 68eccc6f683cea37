"""1/7/2025: districts end, communes change; each school goes to the commune in which it lies.

NQ 202/2025/QH15; NĐ 142/2025 and 143/2025/NĐ-CP (what the Phòng did goes to the commune and the Sở).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid

from ..events import SchoolsHandedOver
from ..models import Edge, Seat, Unit, UnitEvent
from ..ports import Actor, Line
from ..queries.heirs import carried
from ..queries.places import Heir, heirs_of_areas, present_areas
from ..queries.tree import UnitThen, units_on
from ..rules.structure import Decree
from .writing import Succession, Writing


@dataclass(frozen=True)
class Doubt:
    """A school in a commune that was split: it went to the first of ``candidates`` until somebody knows better."""

    school: UnitThen
    candidates: tuple[Heir, ...]


@dataclass(frozen=True)
class HandedOver:
    """What was done, how many schools it was, and which of them somebody has to look at."""

    event: UnitEvent
    schools: int
    doubts: tuple[Doubt, ...]


def hand_over(actor: Actor, decree: Decree, choices: Mapping[int, int] | None = None) -> HandedOver:
    """All schools of the actor's province go to the communes and the department of the day; districts end.

    ``choices``: the area in which a school of a split commune lies, by the school's id. Raises ``Invalid`` for a school
    that lies nowhere or a choice that is none, ``Conflict`` if nothing is left to hand over.
    """
    roots = carried([actor.unit_id or 0], today(), decree.eve)[actor.unit_id or 0]
    then = units_on(decree.eve, under=roots)
    going = [unit for unit in then if unit.kind in ("school", "site")]
    heirs = heirs_of_areas({unit.area_id for unit in going if unit.area_id})
    areas = {unit.id: unit.area_id for unit in units_on(decree.on, only=[unit.id for unit in going])}
    left = [unit for unit in going if unit.id in areas and areas[unit.id] == unit.area_id]
    goal = _goals(left, heirs, choices or {})
    if not goal:
        raise Conflict(_("Không còn trường nào để chuyển giao."), hint=_("Kiểm tra ngày hiệu lực."))
    ending = [unit.id for unit in then if unit.kind == "district" or (unit.id in roots and unit.id != actor.unit_id)]
    writing = Writing(actor, "hand_over", decree, [*goal, *ending, actor.unit_id or 0])
    _run(writing, goal, actor.unit_id or 0, set(ending))
    _sit(writing, goal)
    for unit in (writing.units[pk] for pk in ending):
        if unit.closed_on is None:
            writing.close(unit)
    doubts = tuple(
        Doubt(one, tuple(heirs[one.area_id or 0]))
        for one in going
        if one.id in goal and len(heirs.get(one.area_id or 0, ())) > 1 and one.id not in (choices or {})
    )
    return _finish(writing, list(goal), doubts)


def _goals(
    units: Sequence[UnitThen], heirs: Mapping[int, Sequence[Heir]], choices: Mapping[int, int]
) -> dict[int, Heir]:
    """Where each unit goes by its id. One that lies nowhere yet may be given any commune of today."""
    anywhere = present_areas(choices[unit.id] for unit in units if unit.area_id is None and unit.id in choices)
    goal, missing = {}, []
    for unit in units:
        wanted = choices.get(unit.id)
        offered = heirs.get(unit.area_id, []) if unit.area_id else list(anywhere.values())
        chosen = next((heir for heir in offered if wanted is None or heir.area_id == wanted), None)
        if chosen is None or (unit.area_id is None and wanted is None):
            missing.append(unit.name)
        else:
            goal[unit.id] = chosen
    if missing:
        raise Invalid(
            _("Chưa biết %(unit)s nằm ở xã, phường nào.") % {"unit": _some(missing)},
            hint=_("Ghi địa bàn của trường, hoặc chọn một trong các xã, phường mà xã cũ đã chia vào."),
            code="area",
        )
    return goal


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" … ({len(names)})" if len(names) > 3 else "")


def _run(writing: Writing, goal: Mapping[int, Heir], department: int, ending: set[int]) -> None:
    codes = {heir.code for heir in goal.values()}
    offices = dict(Unit.objects.filter(kind="commune", commune_id__in=codes).values_list("commune_id", "pk"))
    edges = Edge.objects.filter(child_id__in=goal, kind="runs", valid_to=None, parent_id__in=ending)
    leaving = list(edges.select_related("parent").order_by("child_id"))
    writing.end(leaving)
    day = writing.decree.on
    writing.add_all([Edge(child_id=e.child_id, valid_from=day, parent_id=_office(e, goal, offices, department))
                     for e in leaving])  # fmt: skip


def _office(edge: Edge, goal: Mapping[int, Heir], offices: Mapping[str, int], department: int) -> int:
    return offices[goal[edge.child_id].code] if edge.parent.kind == "district" else department


def _sit(writing: Writing, goal: Mapping[int, Heir]) -> None:
    writing.end(Seat.objects.filter(unit_id__in=goal, valid_to=None).order_by("unit_id"))
    day = writing.decree.on
    writing.add_all([Seat(unit_id=pk, area_id=heir.area_id, valid_from=day) for pk, heir in goal.items()])
    writing.change_each({writing.units[pk]: heir.code for pk, heir in goal.items()}, "commune_id")


def _finish(writing: Writing, schools: Sequence[int], doubts: Iterable[Doubt]) -> HandedOver:
    doubtful = {doubt.school.id: doubt for doubt in doubts}
    lives_on: list[Succession] = [(writing.units[pk], writing.units[pk], pk not in doubtful) for pk in schools]
    event = writing.finish("handover", lives_on)
    count = {"schools": len(schools), "doubts": len(doubtful)}
    writing.tell(SchoolsHandedOver(event.pk, tuple(schools)), [Line(str(event)[:120], None, count)])
    return HandedOver(event, len(schools), tuple(doubtful.values()))
