"""Who is late: of a school by teacher, of the province by school; the reminders of a teacher."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min, Q, Sum

from khuevan.kernel.clock import today
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import Unit

from ..models import Reminder
from ..rules.kinds import YEAR
from .lateness import Due, Owing, due_of, owing
from .reopenings import NEWS
from .windows import counting_windows

_HELD = """
SELECT n.*, r.* FROM (SELECT EXISTS (
  SELECT FROM calendar_reopening o WHERE o.school_id = %(school)s AND o.asked_by_id = %(person)s
    AND (o.until >= %(day)s AND o.ended_at IS NULL OR o.ended_at > %(since)s)
)) n LEFT JOIN (
  SELECT r.year, r.school_id, c.grade, r.term, r.kind, r.due_on, c.uid, b.uid
  FROM calendar_reminder r JOIN enrolment_schoolclass c ON c.school_id = r.school_id AND c.id = r.school_class_id
  LEFT JOIN enrolment_classsubject b ON b.school_id = r.school_id AND b.id = r.class_subject_id
  WHERE r.term <> %(year)s AND r.school_id = %(school)s AND r.teacher_id = %(person)s
) r ON true"""
_COUNTS = """
SELECT coalesce(sum(lacking), 0)::int, count(DISTINCT teacher_id) FROM calendar_reminder
WHERE school_id = %s AND due_on < %s"""
"""Asked for on every first page of a teacher, of a leader: plain SQL."""
Held = tuple[Any, ...]
"""A reminder: year, school, grade, term, kind, day, uids of class and book."""


@dataclass(frozen=True)
class TeacherLine:
    """A teacher with what is late: books, cells, days of the latest; and what is due soon."""

    id: int | None
    name: str
    books: int
    cells: int
    days: int
    soon: int


@dataclass(frozen=True)
class SchoolLine:
    """A school as the daily round found it: late books and cells, days of the latest, teachers."""

    uid: UUID
    code: str
    name: str
    books: int
    cells: int
    days: int
    teachers: int


def of_school(school_id: int, year: int) -> list[Owing]:
    """What is lacking in a school now; three queries."""
    return owing(year, due_of(counting_windows([school_id], year), today()))


def of_teacher(school_id: int, year: int, teacher_id: int) -> list[Owing]:
    """The same of one teacher."""
    return owing(year, due_of(counting_windows([school_id], year), today()), teacher_id)


def by_teacher(found: Iterable[Owing], day: date) -> list[TeacherLine]:
    """The same by teacher, who is latest first; books without teacher under ``None``."""
    groups: dict[int | None, list[Owing]] = {}
    for one in found:
        groups.setdefault(one.teacher_id, []).append(one)
    lines = []
    for teacher, some in groups.items():
        late = [one for one in some if one.due_on < day]
        books = {one.book_uid or one.class_uid for one in late}
        cells, days = sum(one.lacking for one in late), max((one.days_late(day) for one in late), default=0)
        lines.append(TeacherLine(teacher, some[0].teacher, len(books), cells, days, len(some) - len(late)))
    return sorted(lines, key=lambda line: (-line.days, -line.cells, line.name))


def of_province(year: int, schools: Iterable[int] | None = None) -> list[SchoolLine]:
    """Schools with late books by the last daily round, the latest first; two queries. None: all in scope."""
    day = today()
    rows = Reminder.objects.filter(year=year, due_on__lt=day)
    rows = rows if schools is None else rows.filter(school_id__in=list(schools))
    counted = list(
        rows.values("school_id").annotate(
            cells=Sum("lacking"),
            first=Min("due_on"),
            teachers=Count("teacher", distinct=True),
            books=Count("class_subject", distinct=True),
            homes=Count("school_class", distinct=True, filter=Q(class_subject=None)),
        )
    )
    units = {one.pk: one for one in Unit.objects.filter(pk__in=[row["school_id"] for row in counted])}
    lines = []
    for row in counted:
        unit, books = units[row["school_id"]], row["books"] + row["homes"]
        days = (day - row["first"]).days
        lines.append(SchoolLine(unit.uid, unit.code, unit.name, books, row["cells"], days, row["teachers"]))
    return sorted(lines, key=lambda line: (-line.days, -line.cells, line.name))


def last_round(year: int) -> datetime | None:
    """When the daily round last wrote something."""
    found: datetime | None = Reminder.objects.filter(year=year).aggregate(at=Max("made_at"))["at"]
    return found


def at_hand(actor: Actor) -> tuple[bool, list[Held]]:
    """Whether a teacher's request may have been answered of late, and what they were reminded of; one query."""
    day = today()
    given = {"school": actor.unit_id, "person": actor.person_id, "day": day, "since": day - NEWS, "year": YEAR}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, given)
        rows = cursor.fetchall()
    return rows[0][0], [row[1:] for row in rows if row[1] is not None]


def reminders_of(actor: Actor, held: list[Held]) -> list[Owing]:
    """What the teacher was reminded of (see ``at_hand``) and still lacks now; one query where there is something."""
    if not held:
        return []
    due = {Due(school, grade, term, kind, day) for _year, school, grade, term, kind, day, *_uids in held}
    wanted = {(kind, term, school_class, book) for _y, _s, _g, term, kind, _day, school_class, book in held}
    found = owing(held[0][0], sorted(due), actor.person_id)
    kept = {}
    for one in found:
        key = (one.kind, one.term, one.class_uid, one.book_uid)
        if key in wanted:
            kept[key] = one
    return list(kept.values())


def late_counts(school_id: int, day: date) -> tuple[int, int]:
    """Late cells and teachers of a school by the last round; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [school_id, day])
        cells, teachers = cursor.fetchone()
    return cells, teachers
