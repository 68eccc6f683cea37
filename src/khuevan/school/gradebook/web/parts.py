"""Small things that the pages of the gradebook are made of."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, years_of

from ..api import ObservationSheet, Stage, may, part_name


def part_tabs(primary: bool, part: int) -> list[Tab]:
    """The terms, or the periods of a primary class, of a book or a class."""
    parts: Iterable[int] = range(1, 5) if primary else range(1, 4)
    return [Tab(part_name(primary, one), f"?term={one}", one == part) for one in parts]


def domain_tabs(sheet: ObservationSheet) -> list[Tab]:
    """The domains of a sheet with many indicators, filled in one at a time; nothing where all fit on a page."""
    if not sheet.domain:
        return []
    here = f"?term={sheet.term}&domain="
    return [Tab(_(one.name), f"{here}{one.code}", one.code == sheet.domain) for one in sheet.domains]


def stage_tabs(primary: bool, stage: Stage) -> list[Tab]:
    """The periods of a primary school, or the terms of any other, of a page about many books of a year."""
    here = f"?year={stage.year}"
    if primary:
        return [Tab(part_name(True, one), f"{here}&period={one}", one == stage.period) for one in range(1, 5)]
    return [Tab(part_name(False, term), f"{here}&term={term}", term * 2 == stage.period) for term in (1, 2)]


def year_tabs(stage: Stage) -> list[Tab]:
    """The years of the school, the latest first; nothing where there is one alone."""
    years = years_of(stage.school_year.school_id)
    tabs = [Tab(year_label(one.year), f"?year={one.year}", one.year == stage.year) for one in years]
    return tabs if len(tabs) > 1 else []


def way(actor: Actor, *crumbs: Crumb) -> list[Crumb]:
    """The way from the first page of the gradebook, for those who have one: who works at a school."""
    first = [Crumb(_("Sổ điểm"), reverse("gradebook:index"))] if actor.school_ids else []
    return [*first, *crumbs]


def class_crumbs(actor: Actor, school_class: SchoolClass) -> list[Crumb]:
    """The step of a class: its page for those who may open it, its list for who only teaches there."""
    label = _("Lớp %(name)s") % {"name": school_class.name}
    if may(actor, "read", school_class):
        return [Crumb(label, class_url(school_class))]
    taught = actor.kind == "teacher" and school_class.school_id == actor.unit_id
    return [Crumb(label, f"{_before('class_list')}{school_class.uid}/")] if taught else []


def book_crumb(book: ClassSubject, part: int) -> Crumb:
    """The step of a book."""
    label = f"{book.subject.name} {book.school_class.name}"
    return Crumb(label, f"{reverse('gradebook:book', args=[book.uid])}?term={part}")


def class_url(school_class: SchoolClass) -> str:
    """The address of a class's homeroom page."""
    return f"{_before('homeroom')}{school_class.uid}/"


@cache
def _before(page: str) -> str:
    """What comes before the uid in an address; ``reverse`` is slow for every step of every trail."""
    return reverse(f"gradebook:{page}", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")
