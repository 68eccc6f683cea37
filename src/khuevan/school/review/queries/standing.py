"""How far the transcripts of schools, units and levels are, and who is late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold, sort_key
from khuevan.registry.units.api import places_on
from khuevan.school.transcripts.api import Version

from ..models import Checked
from ..rules.levels import LEVELS, level_of
from .counting import ClassLine, Numbers, numbers_by_level, summed
from .deadlines import days_late
from .keeping import School, schools_named, whole_province


class SchoolLine(NamedTuple):
    """A school: its numbers together and by level, and for how many days it has been late."""

    school: School
    numbers: Numbers
    levels: Mapping[str, Numbers]
    late: int


class Desk(NamedTuple):
    """The schools of a year; ``counted_at``: when pupils were counted, where that is not now."""

    lines: list[SchoolLine]
    counted_at: datetime | None = None


def desk(year: int, due: Mapping[str, date], level: str = "", *, whole: bool = False) -> Desk:
    """Schools that have pupils or transcripts of a year: who is late longest, then who lacks some, then by name.

    ``whole``: the scope is the province, whose pupils are counted every ten minutes. ``due``: deadlines by level.
    """
    if whole:
        held = whole_province(year)
        return Desk(_lines(held.schools, held.numbers, due, level), held.at)
    numbers = numbers_by_level(year)
    return Desk(_lines(schools_named(list(numbers)), numbers, due, level))


def school_line(classes: Iterable[ClassLine], due: Mapping[str, date]) -> SchoolLine | None:
    """One school, from its classes as they are now; None where there are none."""
    levels: dict[str, list[Numbers]] = {}
    for one in classes:
        levels.setdefault(level_of(one.grade), []).append(one.numbers)
    counts = {0: {level: summed(levels[level]) for level in sorted(levels)}} if levels else {}
    return next(iter(_lines({0: School(0, "", "", "", "")}, counts, due, "")), None)


def _lines(
    schools: Mapping[int, School], counts: Mapping[int, Mapping[str, Numbers]], due: Mapping[str, date], level: str
) -> list[SchoolLine]:
    day, lines = today(), []
    for school, all_levels in counts.items():
        levels = {one: numbers for one, numbers in all_levels.items() if level in ("", one)}
        if levels:
            late = max(days_late(due.get(one), numbers.lacking, day) for one, numbers in levels.items())
            numbers = next(iter(levels.values())) if len(levels) == 1 else summed(levels.values())
            lines.append(SchoolLine(schools[school], numbers, levels, late))
    return sorted(lines, key=lambda line: (-line.late, not line.numbers.lacking, line.school.words))


def looked_for(lines: Iterable[SchoolLine], text: str) -> list[SchoolLine]:
    """Those in whose name, code or commune every word stands, with or without accents."""
    words = fold(text).split()
    return [line for line in lines if all(word in line.school.words for word in words)]


@dataclass(frozen=True)
class GroupLine:
    """The numbers of several schools under one name, "" for those that are in no single one."""

    name: str
    schools: int
    late: int
    numbers: Numbers
    due_on: date | None = None


def level_lines(lines: Sequence[SchoolLine], due: Mapping[str, date]) -> list[GroupLine]:
    """The same by level, with its deadline."""
    day, found = today(), []
    for level, name in LEVELS.items():
        some = [line.levels[level] for line in lines if level in line.levels]
        if some:
            late = sum(days_late(due.get(level), one.lacking, day) > 0 for one in some)
            found.append(GroupLine(name, len(some), late, summed(some), due.get(level)))
    return found


def unit_lines(lines: Sequence[SchoolLine], year: int, boundaries: date, by: str) -> list[GroupLine]:
    """The same by unit, one of `units.GROUPINGS`, with the boundaries of a day; what is in no single one last.

    Schools are those of the end of the school year, or of today.
    """
    places = places_on([one.school.id for one in lines], min(date(year + 1, 5, 31), today()), boundaries, by)
    found: dict[tuple[int, str], list[SchoolLine]] = {}
    for one in lines:
        found.setdefault(places[one.school.id], []).append(one)
    groups = [
        GroupLine(name, len(some), sum(line.late > 0 for line in some), summed(line.numbers for line in some))
        for (_place, name), some in found.items()
    ]
    return sorted(groups, key=lambda line: (not line.name, sort_key(line.name)))


def clean(year: int, school_id: int, class_id: int | None = None) -> QuerySet[Version]:
    """Sent versions of a school in which a check since they were sent has found nothing."""
    looked = Checked.objects.filter(version=OuterRef("pk"), school_id=school_id, errors=0, warnings=0)
    rows = Version.objects.filter(
        Exists(looked), school_id=school_id, transcript__year=year, case__state="submitted", superseded_at=None
    )
    return rows.filter(transcript__school_class_id=class_id) if class_id else rows
