"""Where in the year a school is: the working year, and the term or period that is filled in these days."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.school.enrolment.api import SchoolYear

from .sheets import term_of

_YEAR = """
SELECT y.*, t.starts_on AS second_from
FROM enrolment_schoolyear y
LEFT JOIN enrolment_term t ON t.school_id = y.school_id AND t.year = y.year AND t.number = 2
WHERE y.school_id = %(school)s AND coalesce(y.year = %(year)s::smallint, y.closed_at IS NULL)
ORDER BY y.year DESC LIMIT 1"""
"""Asked on the first page of every teacher, so it is plain SQL."""


@dataclass(frozen=True)
class Stage:
    """A school's year at one of its four periods; secondary classes count by ``term``."""

    school_year: SchoolYear
    period: int

    @property
    def year(self) -> int:
        return self.school_year.year

    @property
    def term(self) -> int:
        return term_of(self.period)


def stage_of(school_id: int, day: date, period: int | None = None, year: int | None = None) -> Stage:
    """A year of a school, or its latest open one, at a period, or at the last one of the term that runs on ``day``.

    One query. Raises ``NotFound`` where the school has no open year, or not this one.
    """
    given = {"school": school_id, "year": year}
    found = next(iter(SchoolYear.objects.raw(_YEAR, given)), None)
    if found is None:
        raise NotFound(_("Nhà trường chưa mở năm học."), hint=_("Hãy nhờ quản trị của trường mở năm học mới."))
    second = found.second_from  # type: ignore[attr-defined]
    begun = second is None or day >= second
    return Stage(found, period or (4 if begun else 2))
