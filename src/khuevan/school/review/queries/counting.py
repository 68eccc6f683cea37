"""How many transcripts are where: counted by the database, for schools by level and for a school by class.

A class is counted before its grade is looked up, so that a province reads each of its pupils once and no class twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from ..rules.levels import level_of

_PUPILS = """
SELECT {by}, sum(e.n) FROM (
  SELECT school_class_id, count(*) AS n FROM enrolment_enrolment
  WHERE year = %(year)s AND ends_on IS NULL {here} GROUP BY 1
) e JOIN enrolment_schoolclass c ON c.id = e.school_class_id AND c.grade BETWEEN 1 AND 12 GROUP BY {groups}"""
_VERSIONS = """
SELECT {by}, v.state, sum(v.n), sum(v.clean), sum(v.doubtful) FROM (
  SELECT t.school_class_id, k.state, count(*) AS n,
    count(*) FILTER (WHERE r.errors = 0 AND r.warnings = 0) AS clean,
    count(*) FILTER (WHERE r.errors > 0 OR r.warnings > 0) AS doubtful
  FROM transcripts_transcript t
  JOIN transcripts_version v ON v.transcript_id = t.id AND v.superseded_at IS NULL
  JOIN approvals_case k ON k.id = v.case_id
  LEFT JOIN review_checked r ON r.school_id = v.school_id AND r.version_id = v.id AND k.state = 'submitted'
  WHERE t.year = %(year)s {here} GROUP BY 1, 2
) v JOIN enrolment_schoolclass c ON c.id = v.school_class_id GROUP BY {groups}, v.state"""
_GRADES = {"by": "c.school_id, c.grade", "groups": "c.school_id, c.grade"}
_CLASSES = {"by": "c.uid, c.name, c.grade", "groups": "c.school_id, c.id"}


class Numbers(NamedTuple):
    """Pupils who should have a transcript; current versions by state; those that wait by how their check went."""

    pupils: int = 0
    submitted: int = 0
    accepted: int = 0
    returned: int = 0
    clean: int = 0
    doubtful: int = 0

    @property
    def sent(self) -> int:
        """Lying at the Sở: taken in or waiting."""
        return self.submitted + self.accepted

    @property
    def lacking(self) -> int:
        """Pupils whose transcript does not lie at the Sở."""
        return max(self.pupils - self.sent, 0)

    @property
    def unchecked(self) -> int:
        """Waiting, and not checked since they were sent."""
        return self.submitted - self.clean - self.doubtful

    @property
    def percent(self) -> int:
        """Of the pupils, how many are sent, rounded down: 100 only when nobody lacks."""
        return min(self.sent * 100 // self.pupils, 100) if self.pupils else 0


class ClassLine(NamedTuple):
    """A class with its numbers."""

    uid: UUID
    name: str
    grade: int
    numbers: Numbers


def summed(some: Iterable[Numbers]) -> Numbers:
    """All of them together."""
    return Numbers(*map(sum, zip(*some, strict=True)))


def numbers_by_level(year: int, schools: Sequence[int] | None = None) -> dict[int, dict[str, Numbers]]:
    """By school and level, of those that have pupils or transcripts; ``schools`` None: all in scope. Two queries."""
    found: dict[int, dict[str, list[Numbers]]] = {}
    for (school, grade), numbers in _counted(_GRADES, year, schools):
        found.setdefault(school, {}).setdefault(level_of(grade), []).append(numbers)
    return {school: {level: summed(levels[level]) for level in sorted(levels)} for school, levels in found.items()}


def class_lines(year: int, school_id: int) -> list[ClassLine]:
    """The classes of a school that have pupils or transcripts; two queries."""
    found: dict[Any, list[Numbers]] = {}
    for one, numbers in _counted(_CLASSES, year, [school_id]):
        found.setdefault(one, []).append(numbers)
    lines = [ClassLine(*one, summed(some)) for one, some in found.items()]
    return sorted(lines, key=lambda line: (line.grade, len(line.name), line.name))


def _counted(
    by: Mapping[str, str], year: int, schools: Sequence[int] | None
) -> Iterable[tuple[tuple[Any, ...], Numbers]]:
    """Parts of the numbers with what they are about."""
    given = {"year": year, "schools": list(schools or ())}
    here = "" if schools is None else "AND {}school_id = any(%(schools)s::bigint[])"
    with connection.cursor() as cursor:
        cursor.execute(_PUPILS.format(here=here.format(""), **by), given)
        for *about, n in cursor.fetchall():
            yield tuple(about), Numbers(int(n))
        cursor.execute(_VERSIONS.format(here=here.format("t."), **by), given)
        for *about, state, n, clean, doubtful in cursor.fetchall():
            yield tuple(about), _of_state(state, int(n), int(clean), int(doubtful))


def _of_state(state: str, n: int, clean: int, doubtful: int) -> Numbers:
    if state == "submitted":
        return Numbers(submitted=n, clean=clean, doubtful=doubtful)
    return Numbers(accepted=n * (state == "accepted"), returned=n * (state == "returned"))
