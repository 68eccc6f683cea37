"""Where in the year a school is: the working year, and the term or period that is filled in these days."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.school.enrolment.api import SchoolYear, Term

from .sheets import term_of


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
    second = Term.objects.filter(school_id=OuterRef("school_id"), year=OuterRef("year"), number=2)
    which = {"closed_at": None} if year is None else {"year": year}
    years = SchoolYear.objects.filter(school_id=school_id, **which).order_by("-year")
    found = years.annotate(second_from=Subquery(second.values("starts_on")[:1])).first()
    if found is None:
        raise NotFound(_("Nhà trường chưa mở năm học."), hint=_("Hãy nhờ quản trị của trường mở năm học mới."))
    begun = found.second_from is None or day >= found.second_from
    return Stage(found, period or (4 if begun else 2))
