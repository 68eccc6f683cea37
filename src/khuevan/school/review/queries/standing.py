"""How far the transcripts of schools, classes and levels are, counted by the database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold, sort_key
from khuevan.registry.units.api import Unit, places_on
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.transcripts.api import Version

from ..models import Checked
from ..rules.levels import LEVELS, level_of
from .deadlines import days_late, deadlines_of

SENT = ("submitted", "accepted")
CLEAN, DOUBTFUL, UNCHECKED = "clean", "doubtful", "unchecked"


@dataclass
class Numbers:
    """Pupils who should have a transcript, versions by state, and what came in by how its check went."""

    pupils: int = 0
    states: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Numbers") -> None:
        """Take in what another counts."""
        self.pupils += other.pupils
        self.states.update(other.states)
        self.checks.update(other.checks)

    @property
    def sent(self) -> int:
        """Lying at the Sở: taken in or waiting."""
        return sum(self.states[state] for state in SENT)

    @property
    def lacking(self) -> int:
        """Pupils whose transcript does not lie at the Sở."""
        return max(self.pupils - self.sent, 0)

    @property
    def percent(self) -> int:
        """Of the pupils, how many are sent, rounded down: 100 only when nobody lacks."""
        return min(self.sent * 100 // self.pupils, 100) if self.pupils else 0


@dataclass
class SchoolLine:
    """A school: its numbers together and by level, and for how many days it has been late."""

    id: int
    uid: UUID
    code: str
    name: str
    numbers: Numbers = field(default_factory=Numbers)
    levels: dict[str, Numbers] = field(default_factory=dict)
    late: int = 0


def school_lines(year: int, level: str = "", schools: Sequence[int] | None = None) -> list[SchoolLine]:
    """Schools that have pupils or transcripts of a year, the latest first, then by name; five queries."""
    counts = _by_school(year, schools)
    due, day = deadlines_of(year), today()
    lines = []
    for school in Unit.objects.filter(pk__in=list(counts)):
        levels = {one: numbers for one, numbers in counts[school.pk].items() if level in ("", one)}
        if levels:
            line = SchoolLine(school.pk, school.uid, school.code, school.name, levels=levels)
            line.late = max(days_late(due.get(one), found.lacking, day) for one, found in levels.items())
            for numbers in levels.values():
                line.numbers.add(numbers)
            lines.append(line)
    return sorted(lines, key=lambda line: (-line.late, fold(line.name)))


@dataclass
class GroupLine:
    """The numbers of several schools under one name, "" for those that are in no single one."""

    name: str
    schools: int = 0
    late: int = 0
    numbers: Numbers = field(default_factory=Numbers)
    due_on: date | None = None


def level_lines(lines: Iterable[SchoolLine], year: int) -> list[GroupLine]:
    """The same by level, with its deadline; one query."""
    due, day = deadlines_of(year), today()
    found = {level: GroupLine(name, due_on=due.get(level)) for level, name in LEVELS.items()}
    for line in lines:
        for level, numbers in line.levels.items():
            found[level].schools += 1
            found[level].late += bool(days_late(due.get(level), numbers.lacking, day))
            found[level].numbers.add(numbers)
    return [line for line in found.values() if line.schools]


def unit_lines(lines: Iterable[SchoolLine], year: int, boundaries: date, by: str) -> list[GroupLine]:
    """The same by unit, one of `units.GROUPINGS`, with the boundaries of a day; what is in no single one last.

    Schools are those of the end of the school year, or of today.
    """
    known = list(lines)
    places = places_on([one.id for one in known], min(date(year + 1, 5, 31), today()), boundaries, by)
    found: dict[int, GroupLine] = {}
    for one in known:
        place, name = places[one.id]
        line = found.setdefault(place, GroupLine(name))
        line.schools += 1
        line.late += bool(one.late)
        line.numbers.add(one.numbers)
    return sorted(found.values(), key=lambda line: (not line.name, sort_key(line.name)))


@dataclass
class ClassLine:
    """A class with its numbers."""

    uid: UUID
    name: str
    grade: int
    numbers: Numbers = field(default_factory=Numbers)


def class_lines(year: int, school_id: int) -> list[ClassLine]:
    """The classes of a school that have pupils or transcripts; three queries."""
    by = ("school_class_id", "school_class__uid", "school_class__name", "school_class__grade")
    found: dict[int, ClassLine] = {}
    for pk, uid, name, grade, n in _pupils(year, [school_id]).values_list(*by).annotate(Count("pk")):
        found[pk] = ClassLine(uid, name, grade, Numbers(n))
    rows = _versions(year, [school_id])
    of = [f"transcript__{one}" for one in by]
    for pk, uid, name, grade, state, n in rows.values_list(*of, "case__state").annotate(Count("pk")):
        found.setdefault(pk, ClassLine(uid, name, grade)).numbers.states[state] += n
    for pk, check, n in _checks(rows, of[0]):
        found[pk].numbers.checks[check] += n
    return sorted(found.values(), key=lambda line: (line.grade, len(line.name), line.name))


def clean(year: int, school_id: int, class_id: int | None = None) -> QuerySet[Version]:
    """Sent versions of a school in which a check since they were sent has found nothing."""
    looked = Checked.objects.filter(version=OuterRef("pk"), school_id=school_id, errors=0, warnings=0)
    rows = Version.objects.filter(
        Exists(looked), school_id=school_id, transcript__year=year, case__state="submitted", superseded_at=None
    )
    return rows.filter(transcript__school_class_id=class_id) if class_id else rows


def _by_school(year: int, schools: Sequence[int] | None) -> dict[int, dict[str, Numbers]]:
    counts: dict[int, dict[str, Numbers]] = {}

    def numbers(school: int, grade: int) -> Numbers:
        return counts.setdefault(school, {}).setdefault(level_of(grade), Numbers())

    grade = "school_class__grade"
    for school, of, n in _pupils(year, schools).values_list("school_id", grade).annotate(Count("pk")):
        numbers(school, of).pupils += n
    rows = _versions(year, schools)
    for school, of, state, n in rows.values_list("school_id", f"transcript__{grade}", "case__state").annotate(
        Count("pk")
    ):
        numbers(school, of).states[state] += n
    for school, of, check, n in _checks(rows, "school_id", f"transcript__{grade}"):
        numbers(school, of).checks[check] += n
    return counts


def _pupils(year: int, schools: Sequence[int] | None) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(year=year, ends_on=None, school_class__grade__range=(1, 12)).order_by()
    return found if schools is None else found.filter(school_id__in=schools)


def _versions(year: int, schools: Sequence[int] | None) -> QuerySet[Version]:
    found = Version.objects.filter(transcript__year=year, superseded_at=None).order_by()
    return found if schools is None else found.filter(school_id__in=schools)


def _checks(rows: QuerySet[Version], *by: str) -> list[Any]:
    """What waits at the Sở, by how its check went: the values of ``by``, "clean", "doubtful" or "unchecked", n."""
    looked = Checked.objects.filter(version=OuterRef("pk"), school_id=OuterRef("school_id"))
    marked = rows.filter(case__state="submitted").annotate(
        looked=Exists(looked), doubtful=Exists(looked.filter(Q(errors__gt=0) | Q(warnings__gt=0)))
    )
    counted = marked.values_list(*by, "looked", "doubtful").annotate(Count("pk"))
    return [(*row[:-3], DOUBTFUL if row[-2] else CLEAN if row[-3] else UNCHECKED, row[-1]) for row in counted]
