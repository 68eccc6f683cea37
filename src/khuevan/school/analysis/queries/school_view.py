"""Results of a school or of all schools: by subject, grade, class, teacher, school; how far the books are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from khuevan.kernel.marks import half_up
from khuevan.school.enrolment.api import SchoolClass, SchoolYear, Term
from khuevan.school.gradebook.api import (
    BookProgress,
    Fullness,
    Group,
    WantedResults,
    histogram,
    spreads,
)

from ..rules.spread import LEAST, shares

Column = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class GroupLine:
    """One line of a spread; ``told`` is false where there are too few results."""

    group: Group
    bar: list[tuple[int, int]]

    @property
    def told(self) -> bool:
        return self.group.n >= LEAST

    @property
    def mean(self) -> int | None:
        """In tenths; nothing in primary schools, which have no averages."""
        return half_up(self.group.total, self.group.n) if self.group.n and self.group.median is not None else None

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Counts of the bands with their whole percents."""
        return [(n, half_up(100 * n, self.group.n) if self.group.n else 0) for n in self.group.bands]


@dataclass(frozen=True)
class Spreads:
    """Lines of a page, the subjects that there are, and the columns of the histogram: from, to, count, and where
    each is drawn (left, top, height of 100).
    """

    lines: list[GroupLine]
    subjects: list[tuple[str, str]]
    subject: str | None
    columns: list[Column]


@dataclass(frozen=True)
class Filled(Fullness):
    """How far some books are together."""

    name: str
    books: int


def spreads_of(wanted: WantedResults, by: str) -> Spreads:
    """One or three queries, whatever the size. All but the spread by subject are about one subject: averages of
    different subjects are not thrown together (TT 22/2021 knows no such average).
    """
    of_all = spreads(wanted._replace(subject=None), "subject")
    subjects = [(group.key, group.label) for group in of_all]
    known = [key for key, _label in subjects]
    subject = wanted.subject if wanted.subject in known else next(iter(known), None)
    if by == "subject":
        return Spreads(lines_of(of_all), subjects, None, [])
    one = wanted._replace(subject=subject)
    groups = spreads(one, by) if subject else []  # type: ignore[arg-type]
    counted = histogram(one)
    told = sum(group.n for group in groups) >= LEAST
    return Spreads(lines_of(groups), subjects, subject, _columns(counted) if told else [])


def lines_of(groups: Iterable[Group]) -> list[GroupLine]:
    return [GroupLine(group, shares(group.bands)) for group in groups]


def _columns(counted: dict[int, int]) -> list[Column]:
    most = max(counted.values(), default=0)
    counts = [counted.get(place, 0) for place in range(21 if most else 0)]
    heights = [half_up(100 * n, most) for n in counts]
    return [
        (5 * place, min(5 * place + 4, 100), n, 20 * place, 100 - height, height)
        for place, (n, height) in enumerate(zip(counts, heights, strict=True))
    ]


def filled_by(books: Iterable[BookProgress], what: str) -> list[Filled]:
    """Books together by ``class_name`` or ``teacher``, in the order in which they come."""
    found: dict[str, list[BookProgress]] = defaultdict(list)
    for book in books:
        found[getattr(book, what)].append(book)
    return [
        Filled(name, len(some), expected=sum(one.expected for one in some), filled=sum(one.filled for one in some))
        for name, some in found.items()
    ]


def grades_of(school_id: int, year: int) -> list[int]:
    """The grades from 1 to 12 that a school has in a year, none for a preschool; one query."""
    found = SchoolClass.objects.filter(school_id=school_id, year=year, grade__range=(1, 12)).order_by("grade")
    return list(found.values_list("grade", flat=True).distinct())


def years_of_all() -> list[int]:
    """The years of the schools within the scope, the latest first; one query."""
    return list(SchoolYear.objects.order_by("-year").values_list("year", flat=True).distinct())


def stage_of_all(day: date, year: int | None = None) -> tuple[int | None, int]:
    """``year``, else the latest open one within the scope, and the term that has begun on ``day``; one query or two."""
    year = year or SchoolYear.objects.filter(closed_at=None).aggregate(latest=Max("year"))["latest"]
    begun = Term.objects.filter(year=year or 0, number=2, starts_on__lte=day).exists()
    return year, 2 if begun else 1
