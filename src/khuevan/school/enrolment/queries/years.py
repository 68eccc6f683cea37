"""School years and terms."""

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound

from ..models import SchoolYear, Term

_WORKING = "SELECT max(year) FROM enrolment_schoolyear WHERE school_id = %s AND closed_at IS NULL"


def working_year(school_id: int) -> int:
    """The latest year of a school that is not closed. Raises ``NotFound`` where there is none."""
    with connection.cursor() as cursor:  # part of first pages, so it is plain SQL
        cursor.execute(_WORKING, [school_id])
        (year,) = cursor.fetchone() or (None,)
    if year is None:
        raise NotFound(
            _("Nhà trường chưa mở năm học."), hint=_("Hãy nhờ quản trị của trường mở năm học mới."), code="no_year"
        )
    return int(year)


def years_of(school_id: int) -> list[SchoolYear]:
    """All years of a school, the latest first."""
    return list(SchoolYear.objects.filter(school_id=school_id).order_by("-year"))


def terms_of(school_id: int, year: int) -> list[Term]:
    """Học kỳ I and II of a school's year."""
    return list(Term.objects.filter(school_id=school_id, year=year).order_by("number"))
