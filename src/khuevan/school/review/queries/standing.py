"""How far the transcripts of schools, units and levels are, and who is late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold, sort_key
from khuevan.registry.units.api import groups_on
from khuevan.school.transcripts.api import Version

from ..models import Checked
from ..rules.levels import LEVELS, level_of
from .counting import ClassLine, Numbers, numbers_by_level, summed
from .deadlines import days_late
from .keeping import Held, School, schools_named, whole_province


class SchoolLine(NamedTuple):
    """A school: its numbers together and by level, and for how many days it has been late."""

    school: School
    numbers: Numbers
    levels: Mapping[str, Numbers]
    late: int


class Desk(NamedTuple):
    """The schools of a year, their sums, together and by level, and how many are late; ``counted_at``: when pupils were
    counted, where that is not now.
    """

    lines: Sequence[SchoolLine]
    total: Numbers
    levels: Sequence["GroupLine"]
    late: int
    counted_at: datetime | None = None


def desk(year: int, due: Mapping[str, date], level: str = "", *, whole: bool = False) -> Desk:
    """Schools that have pupils or transcripts of a year: who is late longest, then who lacks some, then by name.

    ``whole``: the scope is the province, whose pupils are counted every ten minutes. ``due``: deadlines by level.
    """
    if whole:
        return _whole(whole_province(year), tuple(due.items()), level, today())
    numbers = numbers_by_level(year)
    return _desk(_lines(schools_named(list(numbers)), numbers, due, level), due)


@lru_cache(maxsize=16)
def _whole(held: Held, due: tuple[tuple[str, date], ...], level: str, day: date) -> Desk:
    """The same until a school moves, a deadline changes, pupils are counted again or the ``day`` ends."""
    return _desk(_lines(held.schools, held.numbers, dict(due), level), dict(due), held.at)


def _desk(lines: list[SchoolLine], due: Mapping[str, date], counted_at: datetime | None = None) -> Desk:
    total = summed(line.numbers for line in lines) if lines else Numbers()
    return Desk(lines, total, level_lines(lines, due), sum(line.late > 0 for line in lines), counted_at)


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
    known = {one.school.id: one for one in lines}
    together = groups_on(known, min(date(year + 1, 5, 31), today()), boundaries, by)
    found = [(name, [known[school] for school in some]) for (_place, name), some in together.items()]
    groups = [
        GroupLine(name, len(some), sum(line.late > 0 for line in some), summed(line.numbers for line in some))
        for name, some in found
    ]
    return sorted(groups, key=lambda line: (not line.name, sort_key(line.name)))


def clean(year: int, school_id: int, class_id: int | None = None) -> QuerySet[Version]:
    """Sent versions of a school in which a check since they were sent has found nothing."""
    looked = Checked.objects.filter(version=OuterRef("pk"), school_id=school_id, errors=0, warnings=0)
    rows = Version.objects.filter(
        Exists(looked), school_id=school_id, transcript__year=year, case__state="submitted", superseded_at=None
    )
    return rows.filter(transcript__school_class_id=class_id) if class_id else rows
