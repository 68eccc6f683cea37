"""Schools, classes and pupils of one day, told with the boundaries of any other; a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.text import sort_key

from ..models import Area
from ..ports import counts_on
from ..rules.structure import LAST_DAY_OF_DISTRICTS
from .heirs import carried
from .placing import places_on
from .tree import UnitThen, units_on

GROUPINGS = ("office", "commune", "district", "province")
"""By who runs the schools, or by the commune, district or province in which they lie."""


@dataclass
class Group:
    """A line of the report; ``id`` 0 collects schools that were split over several groups or have no heir."""

    id: int
    name: str
    schools: int = 0
    classes: int = 0
    pupils: int = 0


@dataclass(frozen=True)
class Report:
    """Lines by name with what could not be placed last, and their sum, which is what was counted."""

    groups: tuple[Group, ...]
    total: Group


def groupings_on(day: date) -> tuple[str, ...]:
    """The groupings that there were on a day."""
    return tuple(one for one in GROUPINGS if one != "district" or day <= LAST_DAY_OF_DISTRICTS)


def day_in(given: Mapping[str, str], name: str) -> date:
    """The day that an address names, or today; never one of the future."""
    try:
        return min(date.fromisoformat(given.get(name, "")), today())
    except ValueError:
        return today()


def grouping_name(by: str) -> str:
    """What a report is grouped by, in words."""
    return {
        "office": _("Đơn vị quản lý"),
        "commune": _("Xã, phường, thị trấn"),
        "district": _("Quận, huyện"),
        "province": _("Tỉnh, thành phố"),
    }[by]


def roots_on(unit_id: int, day: date) -> list[int]:
    """The unit, or what there was in its place on an earlier day."""
    return [unit_id] if day == today() else list(carried([unit_id], today(), day)[unit_id])


def report(unit_id: int, counted_on: date, boundaries: date, by: str = "office") -> Report:
    """Every school that the unit, or what there was in its place, had on ``counted_on``, counted as on that day.

    ``by``: one of `GROUPINGS`, as on the day ``boundaries``. A school that has ended is told where it went on.
    """
    schools = units_on(counted_on, kind="school", under=roots_on(unit_id, counted_on))
    counts = counts_on(counted_on)
    places = places_on([one.id for one in schools], counted_on, boundaries, by)
    groups: dict[int, Group] = {}
    total = Group(0, "")
    for school in schools:
        place, name = places[school.id]
        for group in (total, groups.setdefault(place, Group(place, name))):
            group.schools += 1
            if count := counts.get(school.id):
                group.classes += count.classes
                group.pupils += count.pupils
    ordered = sorted(groups.values(), key=lambda group: (not group.id, sort_key(group.name)))
    return Report(tuple(ordered), total)


def offices(units: Iterable[UnitThen], day: date) -> Mapping[int, tuple[int, str]]:
    """Id and name of who runs each unit, with the names of the day."""
    parents = {unit.id: unit.parent_id for unit in units if unit.parent_id}
    names = _offices_named(parents.values(), day)
    return {unit: names[parent] for unit, parent in parents.items() if parent in names}


def areas(units: Iterable[UnitThen], level: str) -> Mapping[int, tuple[int, str]]:
    """Id and name of the area of a level in which each unit lies; one query."""
    seats = {unit.id: unit.area_id for unit in units if unit.area_id}
    names = _areas_named(seats.values(), level)
    return {unit: names[seat] for unit, seat in seats.items() if seat in names}


def _offices_named(ids: Iterable[int], day: date) -> dict[int, tuple[int, str]]:
    return {one.id: (one.id, one.name) for one in units_on(day, only=set(ids))}


def _areas_named(ids: Iterable[int], level: str) -> dict[int, tuple[int, str]]:
    """By area, the one of the level in which it lies, or itself."""
    steps = ("", "parent__", "parent__parent__")
    fields = [f"{step}{field}" for step in steps for field in ("pk", "level", "full_name")]
    found = {}
    for chain in Area.objects.filter(pk__in=set(ids)).values_list(*fields):
        for pk, of, name in (chain[:3], chain[3:6], chain[6:]):
            if of == level:
                found[chain[0]] = (pk, name)
    return found
