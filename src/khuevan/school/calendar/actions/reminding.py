"""The daily round: who lacks what, written for everybody at once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from khuevan.kernel.clock import now, today
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolYear

from ..models import Reminder, SchoolWindow
from ..queries.lateness import DUE, LACKING, due_of, parameters
from ..queries.windows import counting_windows

_ROUND = f"""
WITH {DUE}, {LACKING}, gone AS (
  DELETE FROM calendar_reminder r
  WHERE r.school_id = any(%(all)s::bigint[]) AND NOT EXISTS (
    SELECT FROM owing o WHERE o.school_id = r.school_id AND o.class_id = r.school_class_id
      AND o.book_id IS NOT DISTINCT FROM r.class_subject_id AND o.term = r.term AND o.kind = r.kind)
)
INSERT INTO calendar_reminder AS r
  (school_id, year, term, kind, school_class_id, class_subject_id, teacher_id, lacking, due_on, made_at)
SELECT school_id, %(year)s, term, kind, class_id, book_id, teacher_id, cells, last_on, %(now)s FROM owing
ON CONFLICT (school_id, school_class_id, class_subject_id, term, kind) DO UPDATE
SET teacher_id = excluded.teacher_id, lacking = excluded.lacking, due_on = excluded.due_on,
  made_at = excluded.made_at"""  # noqa: S608

_WHOLE_TABLES = "SET LOCAL enable_nestloop = %s"
"""PostgreSQL expects a handful of rows where these joins give millions, and would look each of them up alone."""


def remind(school_ids: Iterable[int] | None = None) -> int:
    """Bring the reminders of schools (None: of all in scope) up to date; how many there are.

    Safe to run any number of times: what is still lacking keeps its one row, what is filled in loses it. Five
    statements, however many schools, and two words to the planner where the scope may be a province.
    """
    latest: dict[int, int] = {}
    years = SchoolYear.objects.filter(closed_at=None).order_by("year")
    years = years if school_ids is None else years.filter(school_id__in=list(school_ids))
    latest.update(years.values_list("school_id", "year"))
    schools: dict[int, list[int]] = defaultdict(list)
    for school, year in latest.items():
        schools[year].append(school)
    stale = Reminder.objects.exclude(school_id__in=latest)
    (stale if school_ids is None else stale.filter(school_id__in=list(school_ids))).delete()
    return sum(_round(year, some, everywhere=school_ids is None) for year, some in schools.items())


def _round(year: int, schools: list[int], *, everywhere: bool) -> int:
    due = due_of(counting_windows(schools, year), today())
    given = parameters(year, due) | {"all": schools, "now": now()}
    with connection.cursor() as cursor:
        if everywhere:
            cursor.execute(_WHOLE_TABLES % "off")
        cursor.execute(_ROUND, given)
        count: int = cursor.rowcount
        if everywhere:
            cursor.execute(_WHOLE_TABLES % "on")
        return count


def forget_year(_actor: Actor, school_id: int, year: int) -> None:
    """Take windows and reminders of a year away, together with the opening that is undone."""
    Reminder.objects.filter(school_id=school_id, year=year).delete()
    SchoolWindow.objects.filter(school_id=school_id, year=year).delete()
