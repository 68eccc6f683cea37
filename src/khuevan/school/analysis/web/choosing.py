"""What the pages of a school and of the province have in common: what is chosen, and the tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.trail import Tab
from khuevan.school.gradebook.api import LAST_PRIMARY_GRADE, WantedResults, part_name

from ..queries.school_view import Spreads
from .asking import number
from .spread_rows import spread_rows
from .words import BANDS, LEVEL_BANDS

YEAR = 3
PAGE = 50
WAYS = {
    "completion": gettext_lazy("Mức hoàn thành"),
    "subject": gettext_lazy("Theo môn"),
    "grade": gettext_lazy("Theo khối"),
    "class": gettext_lazy("Theo lớp"),
    "teacher": gettext_lazy("Theo giáo viên"),
    "school": gettext_lazy("Theo trường"),
    "anomalies": gettext_lazy("Điều đáng hỏi"),
}


def page_of(request: HttpRequest, found: Sequence[Any]) -> Page[Any]:
    """Fifty lines, or as many as a list asks for that is fetched whole."""
    return Paginator(found, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))


def chosen(wanted: WantedResults, known: Iterable[int]) -> tuple[WantedResults, list[int]]:
    """What can be asked for, and the grades to choose from."""
    grades = [grade for grade in known if (grade <= LAST_PRIMARY_GRADE) == wanted.primary]
    if wanted.grade not in grades:
        wanted = wanted._replace(grade=None)
    subject = (wanted.subject or "").replace("\x00", "")[:12]
    return wanted._replace(subject=subject or None), grades


def spread_table(found: Spreads, by: str, wanted: WantedResults, grades: list[int]) -> dict[str, Any]:
    """The table of spreads and the form above it."""
    bands = LEVEL_BANDS if wanted.primary else BANDS
    said = {"found": found, "bands": bands, "grades": grades, "grade": wanted.grade}
    averages = not wanted.primary
    return said | {"averages": averages, "rows": spread_rows(found.lines, by, averages, wanted.year)}


def frame(
    request: HttpRequest, ways: list[str], by: str, primary: bool, part: int, kinds: list[bool]
) -> dict[str, Any]:
    """What all these pages have: ways to look, terms or periods, kinds of school."""
    kind, year = "primary" if primary else "secondary", number(request, "year")
    of_year = f"&year={year}" if year else ""
    here = f"?kind={kind}{of_year}"
    parts = range(1, 5) if primary else range(1, 4)
    names = {True: _("Tiểu học"), False: _("Trung học")}
    return {
        "by": by,
        "kind": kind,
        "part": part,
        "part_name": part_name(primary, part),
        "ways": [Tab(str(WAYS[way]), f"{here}&term={part}&by={way}", way == by) for way in ways],
        "tabs": [Tab(part_name(primary, one), f"{here}&term={one}&by={by}", one == part) for one in parts],
        "kinds": [
            Tab(names[one], f"?kind={'primary' if one else 'secondary'}&by={by}{of_year}", one == primary)
            for one in kinds
        ]
        if len(kinds) > 1
        else [],
    }


def kind_of(request: HttpRequest, kinds: list[bool]) -> bool:
    """Whether primary schools were asked for, where ``kinds`` has both."""
    wanted = request.GET.get("kind") == "primary"
    return wanted if wanted in kinds else bool(kinds and kinds[0])


def part_of(request: HttpRequest, primary: bool, usual: int) -> int:
    """The term or period that was asked for, or the usual one."""
    wanted = number(request, "term")
    return wanted if wanted is not None and 1 <= wanted <= (4 if primary else YEAR) else usual


def by_of(request: HttpRequest, ways: list[str]) -> str:
    """The way to look that was asked for, or the first."""
    wanted = request.GET.get("by", "")
    return wanted if wanted in ways else ways[0]
