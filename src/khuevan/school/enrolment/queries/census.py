"""How many classes and pupils each school has on a day."""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from khuevan.kernel.dates import school_year_of
from khuevan.registry.units.ports import Count, Days

_COUNT = """
SELECT school_id, sum(classes)::int, sum(pupils)::int FROM (
  SELECT school_id, count(*) AS classes, 0 AS pupils FROM enrolment_schoolclass WHERE year = %(year)s GROUP BY 1
  UNION ALL
  SELECT school_id, 0, count(DISTINCT student_id) FROM enrolment_enrolment
  WHERE year = %(year)s AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s) GROUP BY 1
) counted GROUP BY 1"""

_DAYS = """
SELECT max(least(ends_on, make_date(year + 1, 7, 31))) FILTER (WHERE starts < %(day)s),
  min(starts) FILTER (WHERE starts > %(day)s)
FROM (SELECT year, greatest(starts_on, make_date(year, 8, 1)) AS starts, ends_on FROM enrolment_enrolment) counted"""


def counts_on(day: date) -> Mapping[int, Count]:
    """Classes and pupils of the school year of ``day``, by school, of the schools in the scope; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"year": school_year_of(day), "day": day})
        return {school: Count(classes, pupils) for school, classes, pupils in cursor.fetchall()}


def days_around(day: date) -> Days:
    """The days with pupils next to ``day``, which has none, of the schools in the scope; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"day": day})
        return Days(*cursor.fetchone())
