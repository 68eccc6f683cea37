"""The school years that there are to look at."""

from django.db import connection

from khuevan.school.enrolment.api import SchoolYear


def years_known(school_id: int | None = None) -> list[int]:
    """Years of a school, or of any within one's scope, the latest first."""
    found = SchoolYear.objects.order_by("-year").values_list("year", flat=True).distinct()
    return list(found.filter(school_id=school_id) if school_id else found)


def latest_year(school_id: int) -> int | None:
    """The latest year of a school; None where it has none. Part of first pages, so it is plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(year) FROM enrolment_schoolyear WHERE school_id = %s", [school_id])
        (year,) = cursor.fetchone()
    return year  # type: ignore[no-any-return]
